pub struct Orders;

#[zt::store]
impl Orders {
    #[unproved]
    pub fn count(&self) -> u64 {
        0
    }
}

fn main() {}
