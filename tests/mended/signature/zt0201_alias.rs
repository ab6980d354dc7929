use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One order.
#[zt::get("/{order}", scopes(OrdersRead))]
async fn get_order(order: OwnSubject) -> NoContent {
    let _ = order;
    NoContent
}

fn main() {}
