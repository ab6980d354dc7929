use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;
pub struct Pool;

pub struct Orders {
    pool: Pool,
}

#[zt::store]
impl Orders {
    pub fn open() -> Self {
        Self { pool: Pool }
    }
}

/// All orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders(orders: Data<Orders>) -> NoContent {
    let _ = orders;
    NoContent
}

fn main() {}
