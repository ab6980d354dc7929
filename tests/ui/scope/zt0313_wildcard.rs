use zt::prelude::*;

/// Do anything with orders.
#[derive(Scope)]
#[scope("orders:*", writes)]
pub struct Orders;

fn main() {}
