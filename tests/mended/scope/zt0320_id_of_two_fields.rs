use zt::prelude::*;

#[derive(Id)]
pub struct OrderId(u64);

fn main() {}
