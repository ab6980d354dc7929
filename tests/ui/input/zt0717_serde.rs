use zt::prelude::*;

#[derive(Input)]
#[serde(deny_unknown_fields)]
pub struct CancelInput {
    pub reason: String,
}

fn main() {}
