use zt::prelude::*;

/// What Payments is for.
#[derive(Onward)]
#[onward("payments")]
pub struct Payments;

fn main() {}
