use zt::prelude::*;

/// What OrdersRead is for.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Id)]
pub struct OrderId(u64);

fn main() {}
