use zt::prelude::*;

#[derive(Disclose)]
pub struct OrderView {
    pub total: u64,
}

fn main() {}
