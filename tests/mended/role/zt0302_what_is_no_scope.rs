use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Help on the phone.
#[derive(Role)]
#[role("support", grants(OrdersRead))]
pub struct Support;

fn main() {}
