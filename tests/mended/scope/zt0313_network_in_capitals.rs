use zt::prelude::*;

/// Where we work.
#[derive(Network)]
#[network("office")]
pub struct Office;

fn main() {}
