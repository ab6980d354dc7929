use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(lenght(max = 500))]
    pub reason: String,
}

fn main() {}
