use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(all: &Query<Filter>) -> NoContent {
    let _ = all;
    NoContent
}

fn main() {}
