use zt::prelude::*;

/// Give a discount.
#[derive(Scope)]
#[scope("orders:discount", writes)]
pub struct OrdersDiscount;

#[derive(Input)]
#[input(crate = "zt")]
pub struct PlaceOrder {
    pub count: u32,
    #[input(with(OrdersDiscount))]
    pub discount: Option<u8>,
}

fn main() {}
