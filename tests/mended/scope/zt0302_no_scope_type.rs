use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One page of orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders() -> NoContent {
    NoContent
}

fn main() {}
