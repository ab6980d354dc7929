use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    pub reason: String,
}

fn main() {}
