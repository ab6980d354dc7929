use zt::prelude::*;

/// What Office is for.
#[derive(Network)]
#[network("office")]
pub struct Office;

fn main() {}
