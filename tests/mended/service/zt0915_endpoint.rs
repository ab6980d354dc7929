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
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", network(Office), endpoints(list_orders))]
pub struct OrdersApi;

fn main() {}
