use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One order.
#[zt::get("/orders/{order}", scopes(OrdersRead), open(order, why = "orders are shown to everyone"))]
async fn order(order: Open<u64>) -> NoContent {
    let _ = order;
    NoContent
}

fn main() {}
