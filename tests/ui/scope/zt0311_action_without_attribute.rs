use zt::prelude::*;

/// Stop it.
#[derive(Action)]
pub struct Cancel;

fn main() {}
