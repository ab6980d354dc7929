use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

pub struct Orders;

#[zt::store]
impl Orders {
    pub fn open() -> Self {
        Self
    }
}

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(orders: Data<Orders>) -> NoContent {
    let _ = orders;
    NoContent
}

fn main() {}
