use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("Admin")]
pub struct Admin;

fn main() {}
