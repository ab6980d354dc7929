use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope(reads)]
pub struct OrdersRead;

fn main() {}
