use zt::prelude::*;

#[derive(Argument)]
pub enum Search {}

fn main() {}
