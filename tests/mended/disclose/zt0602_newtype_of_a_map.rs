use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Labels(Vec<String>);

fn main() {}
