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
#[role("support", grants(OrdersRead, OrdersRead))]
pub struct Support;

fn main() {}
