pub struct Orders;

#[zt::store]
impl Orders {
    pub fn count(&self) -> u64 {
        0
    }
}

fn main() {}
