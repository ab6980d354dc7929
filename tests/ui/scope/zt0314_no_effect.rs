use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read")]
pub struct OrdersRead;

fn main() {}
