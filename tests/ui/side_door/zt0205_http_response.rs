//! B-02: a raw response as an answer

use actix_web::HttpResponse;
use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::get("/", scopes(OrdersWrite))]
async fn all_orders() -> HttpResponse {
    HttpResponse::Ok().body("everybody's")
}

fn main() {}
