use zt::prelude::*;

#[derive(Issuer)]
#[issuer("corp")]
pub struct Corp;

fn main() {}
