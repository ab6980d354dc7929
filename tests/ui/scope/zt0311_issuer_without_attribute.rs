use zt::prelude::*;

/// Our own people.
#[derive(Issuer)]
pub struct Corp;

fn main() {}
