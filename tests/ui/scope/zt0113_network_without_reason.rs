use zt::prelude::*;

#[derive(Network)]
#[network("office")]
pub struct Office;

fn main() {}
