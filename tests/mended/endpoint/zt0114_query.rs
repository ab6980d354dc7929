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
#[zt::get("/orders", scopes(OrdersRead))]
async fn list_orders(filter: &Query<Filter>) -> NoContent {
    let _ = filter;
    NoContent
}

fn main() {}
