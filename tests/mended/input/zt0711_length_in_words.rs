use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(max = 500))]
    pub reason: String,
}

fn main() {}
