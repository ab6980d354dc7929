use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// We look after it.
#[derive(Device)]
#[device("managed")]
pub struct Managed;

/// A desk that several use.
#[derive(Device)]
#[device("shared")]
pub struct Shared;

/// All orders.
#[zt::get("/", scopes(OrdersRead), proof(device = any(Managed, Shared), bound))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
