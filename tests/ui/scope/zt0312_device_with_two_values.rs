use zt::prelude::*;

/// We look after it.
#[derive(Device)]
#[device("managed", "shared")]
pub struct Managed;

fn main() {}
