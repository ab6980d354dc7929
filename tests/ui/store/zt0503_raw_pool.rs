use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;
pub struct Pool;

/// All orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn orders(pool: Data<Pool>) -> NoContent {
    let _ = pool;
    NoContent
}

fn main() {}
