use zt::prelude::*;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::post("/", scopes(OrdersWrite), limits(body = "64KiB"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
