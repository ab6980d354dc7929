use zt::prelude::*;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;

fn main() {}
