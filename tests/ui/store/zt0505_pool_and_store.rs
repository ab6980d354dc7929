pub struct Orders;

#[zt::store]
impl Orders {
    pub fn open() -> (Self, u64) {
        (Self, 0)
    }
}

fn main() {}
