use zt::prelude::*;

#[derive(Input)]
pub struct CancelInput {
    #[input(length(min = 9, max = 5), trim)]
    pub reason: String,
    #[serde(default)]
    pub note: String,
}

fn main() {}
