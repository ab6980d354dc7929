#[zt::store]
pub struct Orders;

impl Orders {
    pub fn count(&self) -> u64 {
        0
    }
}

fn main() {}
