use zt::prelude::*;

/// Do anything with orders.
#[derive(Scope)]
#[scope("orders:read", writes)]
pub struct Orders;

fn main() {}
