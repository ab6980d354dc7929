use zt::prelude::*;

/// What Corp is for.
#[derive(Issuer)]
#[issuer("corp")]
pub struct Corp;

fn main() {}
