use zt::prelude::*;

#[derive(Input)]
pub enum Reason {
    Late,
    Other,
}

fn main() {}
