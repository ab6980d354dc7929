use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", raeds)]
pub struct OrdersRead;

fn main() {}
