use zt::prelude::*;

#[derive(Argument)]
pub struct Search {
    pub query: String,
}

fn main() {}
