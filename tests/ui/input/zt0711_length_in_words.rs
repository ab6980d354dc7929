use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(max = "five hundred"))]
    pub reason: String,
}

fn main() {}
