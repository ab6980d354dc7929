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
#[role("support", grants(OrdersCancel))]
pub struct Support;

/// List orders.
#[zt::get("/orders", roles(Support))]
async fn list_orders() -> NoContent {
    NoContent
}

/// A shop.
#[zt::service(endpoints(list_orders), roles(Support))]
pub struct Shop;

fn main() {}
