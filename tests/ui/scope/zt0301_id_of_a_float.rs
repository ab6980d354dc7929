use zt::prelude::*;

#[derive(Id)]
pub struct OrderId(f64);

fn main() {}
