use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(all: std::collections::HashMap<String, String>) -> NoContent {
    let _ = all;
    NoContent
}

fn main() {}
