use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp")]
pub struct Corp;

/// All orders.
#[zt::get("/", scopes(OrdersRead), proof(issuer = Corp))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
