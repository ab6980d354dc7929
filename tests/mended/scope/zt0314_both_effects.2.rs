use zt::prelude::*;

/// Stop it.
#[derive(Action)]
#[action(reads)]
pub struct Cancel;

fn main() {}
