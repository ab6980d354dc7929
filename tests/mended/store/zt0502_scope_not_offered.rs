use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Look up the orders of everybody.
#[derive(Scope)]
#[scope("orders:all", reads)]
pub struct OrdersAll;
/// All orders.
#[zt::get("/orders", scopes(any(OrdersAll, OrdersRead)))]
async fn orders(caller: &Caller<orders>) -> NoContent {
    if caller.prove::<OrdersAll>().is_some() {}
    NoContent
}

fn main() {}
