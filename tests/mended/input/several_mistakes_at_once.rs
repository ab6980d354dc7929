use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(min = 1, max = 10), rename = "why")]
    pub reason: String,
    #[input(rename = "remark")]
    pub note: String,
}

fn main() {}
