pub struct Orders;

#[zt::store(crate = "zt")]
impl Orders {
    fn count(&self) -> u64 {
        0
    }
}

fn main() {}
