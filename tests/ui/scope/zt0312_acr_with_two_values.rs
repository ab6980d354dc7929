use zt::prelude::*;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa", "urn:acr:sms")]
pub struct Mfa;

fn main() {}
