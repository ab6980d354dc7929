use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", public(why = "the price list is for everyone"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
