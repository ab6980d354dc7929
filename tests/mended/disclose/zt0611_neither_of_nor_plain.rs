use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    pub total: u64,
}

fn main() {}
