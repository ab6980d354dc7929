use zt::prelude::*;

#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

fn main() {}
