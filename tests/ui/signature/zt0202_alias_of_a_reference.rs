use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

type Me<'a> = &'a Caller<list_orders>;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(caller: Me<'_>) -> NoContent {
    let _ = caller;
    NoContent
}

fn main() {}
