use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// The catalogue.
#[zt::get("/catalogue", scopes(OrdersRead))]
async fn catalogue() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = initial, endpoints(catalogue))]
pub struct Shop;

fn main() {}
