use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(with(OrdersPii))]
    pub reason: String,
}

fn main() {}
