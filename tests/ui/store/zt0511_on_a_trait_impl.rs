pub struct Orders;

#[zt::store]
impl Iterator for Orders {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        None
    }
}

fn main() {}
