use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

pub struct Api;

impl Api {
    /// All orders.
    #[zt::get("/", scopes(OrdersRead))]
    async fn list_orders(&self) -> NoContent {
        NoContent
    }
}

fn main() {}
