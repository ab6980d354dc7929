use zt::prelude::*;

#[derive(Device)]
#[device("managed")]
pub struct Managed;

fn main() {}
