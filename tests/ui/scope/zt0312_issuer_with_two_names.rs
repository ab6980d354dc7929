use zt::prelude::*;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp", "partner")]
pub struct Corp;

fn main() {}
