use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/path", scopes(OrdersRead))]
async fn all_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::service(endpoints(all_orders))]
pub struct Shop;

fn main() {}
