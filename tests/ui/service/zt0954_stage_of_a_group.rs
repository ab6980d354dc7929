use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", stage = initial, endpoints(list_orders))]
pub struct OrdersApi;

/// Orders for the web shop.
#[zt::service(endpoints(OrdersApi))]
pub struct Shop;

fn main() {}
