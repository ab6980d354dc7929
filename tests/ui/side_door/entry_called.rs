//! B-02: the handler's pointer, called without the gate

use zt::Mount as _;
use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::service(endpoints(list_orders))]
pub struct Shop;

fn main() {}

pub fn without_the_gate(cx: &zt::__private::Cx) {
    for entry in list_orders::ENTRIES {
        drop((entry.call)(cx));
    }
}
