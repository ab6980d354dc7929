//! B-02: the raw request as an argument

use actix_web::HttpRequest;
use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::get("/", scopes(OrdersWrite))]
async fn all_orders(request: HttpRequest) -> NoContent {
    drop(request);
    NoContent
}

fn main() {}
