use zt::prelude::*;

/// We look after it.
#[derive(Device)]
#[device("managed")]
pub struct Managed;

fn main() {}
