use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(rename = "reason")]
    pub reason: String,
}

fn main() {}
