use zt::prelude::*;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa(u8);

fn main() {}
