use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", authenticated(owner = "team-shop"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
