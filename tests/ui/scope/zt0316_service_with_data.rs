use zt::prelude::*;

/// Payments keeps the money.
#[derive(Onward)]
#[onward("payments")]
pub struct Payments {
    pub url: String,
}

fn main() {}
