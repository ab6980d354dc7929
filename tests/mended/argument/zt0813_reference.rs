use zt::prelude::*;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

#[derive(Argument)]
pub struct Search {
    query: Query<Filter>,
}

fn main() {}
