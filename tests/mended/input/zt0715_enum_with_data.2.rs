use zt::prelude::*;

#[derive(Input)]
pub struct Reason {
    pub late: bool,
    pub other: String,
}

fn main() {}
