use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", authenticated(why = "each customer has orders"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
