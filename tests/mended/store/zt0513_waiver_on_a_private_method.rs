pub struct Orders;

#[zt::store]
impl Orders {
    fn count(&self) -> u64 {
        0
    }
}

fn main() {}
