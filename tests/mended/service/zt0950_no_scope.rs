use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// My basket.
#[zt::get("/basket", scopes(OrdersRead))]
async fn basket() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = initial, endpoints(basket))]
pub struct Shop;

fn main() {}
