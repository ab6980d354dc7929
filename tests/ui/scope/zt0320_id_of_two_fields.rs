use zt::prelude::*;

#[derive(Id)]
pub struct OrderId(u64, u64);

fn main() {}
