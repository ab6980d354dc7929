use zt::prelude::*;

/// What Admin is for.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

fn main() {}
