use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::get("/", scopes(OrdersWrite))]
async fn all_orders() -> NoContent {
    NoContent
}

fn main() {}
