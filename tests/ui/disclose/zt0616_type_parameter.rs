use zt::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Page<T> {
    pub rows: Vec<T>,
}

fn main() {}
