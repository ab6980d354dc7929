use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(min = 500, max = 1))]
    pub reason: String,
}

fn main() {}
