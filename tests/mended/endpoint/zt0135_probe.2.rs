use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", public(probe))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
