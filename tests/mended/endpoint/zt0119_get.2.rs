use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::post("/", scopes(OrdersRead), reads)]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
