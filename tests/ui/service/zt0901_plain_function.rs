use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

fn list_orders() {}

/// Orders.
#[zt::group("/orders", endpoints(list_orders))]
pub struct OrdersApi;

fn main() {}
