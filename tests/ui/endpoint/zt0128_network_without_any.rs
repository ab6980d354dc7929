use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Where we work.
#[derive(Network)]
#[network("office")]
pub struct Office;

/// Where we work from home.
#[derive(Network)]
#[network("vpn")]
pub struct Vpn;

/// All orders.
#[zt::get("/", scopes(OrdersRead), network(Office, Vpn))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
