use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(max = 5))]
    pub reason: String,
}

fn main() {}
