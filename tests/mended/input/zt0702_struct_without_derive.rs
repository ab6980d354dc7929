use zt::prelude::*;

#[derive(Input)]
pub struct Address {
    pub street: String,
}

#[derive(Input)]
pub struct MoveInput {
    pub to: Address,
}

fn main() {}
