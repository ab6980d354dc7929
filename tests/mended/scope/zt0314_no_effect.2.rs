use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", writes)]
pub struct OrdersRead;

fn main() {}
