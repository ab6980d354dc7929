use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

fn main() {}
