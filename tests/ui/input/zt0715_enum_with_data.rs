use zt::prelude::*;

#[derive(Input)]
pub enum Reason {
    Late,
    Other(String),
}

fn main() {}
