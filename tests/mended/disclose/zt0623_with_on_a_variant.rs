use zt::prelude::*;

/// See people's addresses.
#[derive(Scope)]
#[scope("orders:pii", reads)]
pub struct OrdersPii;

#[derive(Disclose)]
#[disclose(plain)]
pub enum State {
    Open,
    Disputed,
}

fn main() {}
