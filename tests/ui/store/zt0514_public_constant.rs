pub struct Orders;

#[zt::store]
impl Orders {
    pub const PAGE: usize = 20;
}

fn main() {}
