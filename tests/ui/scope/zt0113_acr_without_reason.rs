use zt::prelude::*;

#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;

fn main() {}
