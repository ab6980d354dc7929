//! B-02: a guarded handler, handed to actix without its guard

use actix_web::{App, web};
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
    let _ = App::new().route("/", web::get().to(list_orders));
}
