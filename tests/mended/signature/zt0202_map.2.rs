use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

#[derive(Argument)]
pub struct Search {
    query: Query<Filter>,
}

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(all: &Search) -> NoContent {
    let _ = all;
    NoContent
}

fn main() {}
