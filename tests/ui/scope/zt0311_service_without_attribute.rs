use zt::prelude::*;

/// Payments keeps the money.
#[derive(Onward)]
pub struct Payments;

fn main() {}
