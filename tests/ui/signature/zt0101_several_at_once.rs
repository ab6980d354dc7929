use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[zt::get("/orders/", rota("60/min"))]
fn list_orders<T>(caller: Caller<list_orders>, (a, b): (u32, u32)) {
    let _ = (caller, a, b);
}

fn main() {}
