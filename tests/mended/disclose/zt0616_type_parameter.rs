use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Page {
    pub rows: Vec<String>,
}

fn main() {}
