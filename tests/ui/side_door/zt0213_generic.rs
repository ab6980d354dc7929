//! B-02: a generic handler: one annotation, many functions

use zt::prelude::*;

/// Look orders up, change them.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// All orders.
#[zt::get("/", scopes(OrdersWrite))]
async fn all_orders<T: Default>() -> NoContent {
    NoContent
}

fn main() {}
