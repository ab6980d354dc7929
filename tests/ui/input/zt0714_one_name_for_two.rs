use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    pub reason: String,
    #[input(rename = "reason")]
    pub note: String,
}

fn main() {}
