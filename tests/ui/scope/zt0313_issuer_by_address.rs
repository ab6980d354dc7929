use zt::prelude::*;

/// Our own people.
#[derive(Issuer)]
#[issuer("https://id.corp.example")]
pub struct Corp;

fn main() {}
