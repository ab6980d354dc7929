use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

/// Help on the phone.
#[derive(Role)]
#[role("support", grants(OrdersRead))]
pub struct Support;

/// List orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// A shop.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

fn main() {}
