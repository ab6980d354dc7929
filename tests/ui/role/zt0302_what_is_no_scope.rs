use zt::prelude::*;

pub struct OrdersRead;

/// Help on the phone.
#[derive(Role)]
#[role("support", grants(OrdersRead))]
pub struct Support;

fn main() {}
