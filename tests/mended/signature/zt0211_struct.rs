use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Disclose)]
#[disclose(plain)]
pub struct OrderView {
    total: u64,
}

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn get_order() -> Answer<OrderView> {
    Ok(Reply(OrderView { total: 0 }))
}

fn main() {}
