//! B-02: actix's own extractor, which checks no field

use actix_web::web;
use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::post("/", scopes(OrdersWrite))]
async fn all_orders(body: web::Json<Vec<String>>) -> NoContent {
    drop(body);
    NoContent
}

fn main() {}
