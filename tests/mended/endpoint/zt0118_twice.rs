use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/{page}", scopes(OrdersRead), open(page, why = "pages are the same for everyone"))]
async fn list_orders(page: &Open<u32>) -> NoContent {
    let _ = page;
    NoContent
}

fn main() {}
