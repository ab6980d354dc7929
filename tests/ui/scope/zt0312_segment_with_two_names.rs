use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin", "office")]
pub struct Admin;

fn main() {}
