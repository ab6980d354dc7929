use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(rename = "")]
    pub reason: String,
}

fn main() {}
