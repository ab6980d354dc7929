//! B-02: the raw body as an argument

use actix_web::web;
use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::post("/", scopes(OrdersWrite))]
async fn all_orders(body: web::Payload) -> NoContent {
    drop(body);
    NoContent
}

fn main() {}
