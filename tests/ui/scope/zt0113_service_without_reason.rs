use zt::prelude::*;

#[derive(Onward)]
#[onward("payments")]
pub struct Payments;

fn main() {}
