use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/{rest}", scopes(OrdersRead), open(rest, why = "pages are the same for everyone"))]
async fn list_orders(rest: Open<String>) -> NoContent {
    let _ = rest;
    NoContent
}

fn main() {}
