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
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", network(Office), endpoints(list_orders))]
pub struct OrdersApi;

/// A shop.
#[zt::service(network(any(Office, Vpn)), endpoints(OrdersApi))]
pub struct Shop;

fn main() {}
