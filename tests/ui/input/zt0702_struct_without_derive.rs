use zt::prelude::*;

pub struct Address {
    pub street: String,
}

#[derive(Input)]
pub struct MoveInput {
    pub to: Address,
}

fn main() {}
