use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

type Raw = Open<String>;

/// One order.
#[zt::get("/{order}", scopes(OrdersRead))]
async fn get_order(order: &Raw) -> NoContent {
    let _ = order;
    NoContent
}

fn main() {}
