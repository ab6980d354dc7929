use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead), proof(auth_age = "15m"))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", proof(auth_age = "15m"), endpoints(list_orders))]
pub struct OrdersApi;

fn main() {}
