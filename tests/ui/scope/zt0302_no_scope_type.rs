use zt::prelude::*;

pub struct OrdersRead;

/// One page of orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders() -> NoContent {
    NoContent
}

fn main() {}
