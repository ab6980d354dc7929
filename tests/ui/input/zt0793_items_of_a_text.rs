use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(items(max = 5))]
    pub reason: String,
}

fn main() {}
