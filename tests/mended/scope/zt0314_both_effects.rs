use zt::prelude::*;

/// Stop it.
#[derive(Action)]
#[action(writes)]
pub struct Cancel;

fn main() {}
