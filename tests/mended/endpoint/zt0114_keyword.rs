use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/{type_id}", scopes(OrdersRead), open(type_id, why = "pages are the same for everyone"))]
async fn list_orders(type_id: Open<u64>) -> NoContent {
    let _ = type_id;
    NoContent
}

fn main() {}
