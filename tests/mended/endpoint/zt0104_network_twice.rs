use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Where we work.
#[derive(Network)]
#[network("office")]
pub struct Office;

/// All orders.
#[zt::get("/", scopes(OrdersRead), network(Office))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
