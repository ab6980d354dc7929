use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// Cancel all.
#[zt::post("/", scopes(any(OrdersRead, OrdersWrite)), reads)]
async fn cancel_all() -> NoContent {
    NoContent
}

fn main() {}
