//! B-02: a resource elsewhere

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

/// Orders.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {
    Shop::from_config()?.external_resource("all", "https://example.com/all/{name}").serve().await
}
