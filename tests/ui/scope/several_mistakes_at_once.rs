use zt::prelude::*;

#[derive(Scope)]
#[scope("orders:*", read)]
pub enum OrdersRead {}

#[derive(Id)]
pub struct OrderId {
    value: u64,
}

fn main() {}
