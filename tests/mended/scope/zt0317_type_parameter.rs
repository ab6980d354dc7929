use zt::prelude::*;

/// Look something up.
#[derive(Scope)]
#[scope("read", reads)]
pub struct MayRead;

fn main() {}
