use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length())]
    pub reason: String,
}

fn main() {}
