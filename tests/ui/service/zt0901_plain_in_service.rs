use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

fn list_orders() {}

/// Orders for the web shop.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

fn main() {}
