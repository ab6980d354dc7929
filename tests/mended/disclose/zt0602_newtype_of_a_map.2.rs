use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Labels(Vec<Label>);

#[derive(Disclose)]
#[disclose(plain)]
pub struct Label {
    pub name: String,
    pub text: String,
}

fn main() {}
