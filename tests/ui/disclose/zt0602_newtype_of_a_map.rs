use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Labels(std::collections::BTreeMap<String, String>);

fn main() {}
