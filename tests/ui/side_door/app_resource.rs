//! B-02: a resource that answers every method

use actix_web::web;
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

async fn all_orders() -> &'static str {
    "everybody's"
}

/// Orders.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {
    Shop::from_config()?.service(web::resource("/all").to(all_orders)).serve().await
}
