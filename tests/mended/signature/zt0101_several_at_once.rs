use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

/// What list_orders is for.
#[zt::get("/orders", scopes(OrdersRead))]
async fn list_orders(caller: &Caller<list_orders>, query: &Query<Filter>) -> NoContent {
    let _ = (caller, query);
    NoContent
}

fn main() {}
