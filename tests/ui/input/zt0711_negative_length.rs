use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(max = -1))]
    pub reason: String,
}

fn main() {}
