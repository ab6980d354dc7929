use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    pub reason: String,
    #[input(rename = "why")]
    pub note: String,
}

fn main() {}
