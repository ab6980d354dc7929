pub struct Orders;

#[zt::store]
impl Orders {
    #[unproved(why = "the shop window shows this number", until = "2027-02-28")]
    pub fn count(&self) -> u64 {
        0
    }
}

fn main() {}
