//! B-02: the service inside of an actix application, where other routes could stand before it

use actix_web::App;
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

fn main() {
    let _ = App::new().service(Shop);
}
