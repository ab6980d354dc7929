use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct State {
    pub shipped: bool,
    pub parcels: u64,
}

fn main() {}
