use zt::prelude::*;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

#[derive(Argument)]
pub struct Search<'a> {
    pub query: &'a Query<Filter>,
}

fn main() {}
