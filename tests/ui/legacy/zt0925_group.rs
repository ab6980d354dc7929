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
#[zt::group(
    "/orders",
    legacy("/orders/old", why = "it moves in spring", owner = "team-shop", until = "2027-06-30"),
    endpoints(list_orders)
)]
pub struct OrdersApi;

fn main() {}
