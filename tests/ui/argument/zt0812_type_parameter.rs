use zt::prelude::*;

#[derive(Argument)]
pub struct Search<T> {
    pub query: Query<T>,
}

fn main() {}
