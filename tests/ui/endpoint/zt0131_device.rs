use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// We look after it.
#[derive(Device)]
#[device("managed")]
pub struct Managed;

/// All orders.
#[zt::get("/", scopes(OrdersRead), proof(device = any(Managed)))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
