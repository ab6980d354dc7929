pub struct Orders;

#[zt::store(unproved)]
impl Orders {
    fn count(&self) -> u64 {
        0
    }
}

fn main() {}
