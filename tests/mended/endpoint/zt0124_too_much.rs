use zt::prelude::*;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::post("/", scopes(OrdersWrite), limits(body = "1GiB"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
