extern crate zt as my_zt;

use my_zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[my_zt::get("/", scopes(OrdersRead), crate = "my_zt")]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
