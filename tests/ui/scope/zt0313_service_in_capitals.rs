use zt::prelude::*;

/// Payments keeps the money.
#[derive(Onward)]
#[onward("Payments")]
pub struct Payments;

fn main() {}
