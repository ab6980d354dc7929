use zt::prelude::*;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

#[derive(Argument)]
pub struct Search {
    #[argument(optional)]
    pub query: Query<Filter>,
}

fn main() {}
