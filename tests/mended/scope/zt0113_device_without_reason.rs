use zt::prelude::*;

/// What Managed is for.
#[derive(Device)]
#[device("managed")]
pub struct Managed;

fn main() {}
