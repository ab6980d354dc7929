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
#[zt::delete("/", scopes(OrdersWrite))]
async fn cancel_all() -> NoContent {
    NoContent
}

fn main() {}
