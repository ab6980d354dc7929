use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Where we work.
#[derive(Network)]
#[network("office")]
pub struct Office;

/// All orders.
#[zt::get("/", public(why = "the price list is for everyone"), network(Office))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
