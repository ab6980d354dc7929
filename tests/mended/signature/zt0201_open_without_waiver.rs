use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One order.
#[zt::get("/{order}", scopes(OrdersRead), open(order, why = "prices are the same for everyone"))]
async fn get_order(order: Open<u64>) -> NoContent {
    let _ = order;
    NoContent
}

fn main() {}
