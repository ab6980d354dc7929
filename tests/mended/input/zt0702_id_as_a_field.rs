use zt::prelude::*;

#[derive(Id)]
pub struct OrderId(u64);

#[derive(Input)]
pub struct CancelInput {
    pub order: u64,
    pub reason: String,
}

fn main() {}
