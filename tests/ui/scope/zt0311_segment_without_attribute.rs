use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
pub struct Admin;

fn main() {}
