use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(
    legacy("/old", why = "the old shop moves in spring", owner = "team-shop"),
    endpoints(list_orders)
)]
pub struct Shop;

fn main() {}
