use zt::prelude::*;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp")]
pub struct Corp;

fn main() {}
