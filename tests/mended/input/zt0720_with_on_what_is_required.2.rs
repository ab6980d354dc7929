use zt::prelude::*;

/// Give a discount.
#[derive(Scope)]
#[scope("orders:discount", writes)]
pub struct OrdersDiscount;

#[derive(Input)]
pub struct PlaceOrder {
    pub count: u32,
    #[input(with(OrdersDiscount), range(max = 50))]
    pub discount: Patch<u8>,
}

fn main() {}
