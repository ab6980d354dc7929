use zt::prelude::*;

/// Where we work.
#[derive(Network)]
#[network("Office")]
pub struct Office;

fn main() {}
