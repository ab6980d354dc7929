use zt::prelude::*;

/// We look after it.
#[derive(Device)]
pub struct Managed;

fn main() {}
