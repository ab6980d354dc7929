use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Input)]
pub struct Filter {
    pub buyer: String,
}

#[zt::get("/orders/", rota("60/min"))]
fn list_orders<T>(caller: Caller<list_orders>, Query(filter): &Query<Filter>) {
    let _ = (caller, filter);
}

fn main() {}
