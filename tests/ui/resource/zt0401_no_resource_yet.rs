use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;
pub struct Basket {
    buyer: Subject,
}

/// One basket.
#[zt::get("/baskets/{basket}", scopes(OrdersRead))]
async fn basket(basket: &Authorized<Basket, Read>) -> NoContent {
    NoContent
}

fn main() {}
