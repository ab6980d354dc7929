use zt::prelude::*;

/// What OrdersRead is for.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

fn main() {}
