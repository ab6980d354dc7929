use zt::prelude::*;

/// Stop it.
#[derive(Action)]
#[action(reads, writes)]
pub struct Cancel;

fn main() {}
