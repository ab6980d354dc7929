use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("main")]
pub struct Admin;

fn main() {}
