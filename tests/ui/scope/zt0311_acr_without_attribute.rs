use zt::prelude::*;

/// A password and a code.
#[derive(Acr)]
pub struct Mfa;

fn main() {}
