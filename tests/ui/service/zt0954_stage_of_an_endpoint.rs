use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead), stage = advanced)]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

fn main() {}
