use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", "orders:list", reads)]
pub struct OrdersRead;

fn main() {}
