use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(min = 1, max = 10))]
    pub reason: String,
}

fn main() {}
