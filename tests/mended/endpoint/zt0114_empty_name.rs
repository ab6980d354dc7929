use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/{id}", scopes(OrdersRead), open(id, why = "pages are the same for everyone"))]
async fn list_orders(id: Open<u64>) -> NoContent {
    let _ = id;
    NoContent
}

fn main() {}
