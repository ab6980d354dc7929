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
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", proof(device = Managed), endpoints(list_orders))]
pub struct OrdersApi;

fn main() {}
