use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub cents: u64,
}

pub struct Prices;

#[zt::store]
impl Prices {
    pub async fn next(&self, _: &impl Proves<OrdersRead>) -> Option<u64> {
        None
    }
}

async fn talk() -> NoContent {
    NoContent
}

/// Cancel all.
#[zt::message("orders.cancel", on = talk, scopes(OrdersCancel))]
async fn say_cancel() -> NoContent {
    NoContent
}

fn main() {}
