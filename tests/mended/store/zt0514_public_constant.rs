pub struct Orders;

#[zt::store]
impl Orders {
    const PAGE: usize = 20;
}

fn main() {}
