//! B-02: data that no store guards

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

/// Orders.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {
    Shop::from_config()?.app_data(web::Data::new(vec![String::new()])).serve().await
}
