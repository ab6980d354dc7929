use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView<'a> {
    pub email: &'a str,
}

fn main() {}
