use zt::prelude::*;

/// What Mfa is for.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;

fn main() {}
