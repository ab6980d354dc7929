use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub enum State {
    Open,
    Shipped,
}

fn main() {}
