use zt::prelude::*;

#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

fn main() {}
