use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
pub struct OrdersRead;

fn main() {}
