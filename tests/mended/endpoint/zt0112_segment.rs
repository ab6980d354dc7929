use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead), limits(time = "2s"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
