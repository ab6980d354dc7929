use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead), open(why = "pages are the same for everyone"))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
