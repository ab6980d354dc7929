use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// Cancel orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

/// All orders.
#[zt::get("/", scopes(OrdersRead, OrdersCancel))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
