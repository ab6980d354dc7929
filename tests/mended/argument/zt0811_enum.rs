use zt::prelude::*;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

pub struct Orders;

#[zt::store]
impl Orders {
    pub fn open() -> Self {
        Self
    }
}

#[derive(Argument)]
pub struct Search {
    query: Query<Filter>,
    orders: Data<Orders>,
}

fn main() {}
