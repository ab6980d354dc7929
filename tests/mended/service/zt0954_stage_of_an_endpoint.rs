use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(stage = advanced, endpoints(list_orders))]
pub struct Shop;

fn main() {}
