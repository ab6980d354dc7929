use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(range(max = 500))]
    pub reason: u64,
}

fn main() {}
