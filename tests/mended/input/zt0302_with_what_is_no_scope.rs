use zt::prelude::*;

/// Give a discount.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersDiscount;

#[derive(Input)]
pub struct PlaceOrder {
    pub count: u32,
    #[input(with(OrdersDiscount))]
    pub discount: Option<u8>,
}

fn main() {}
