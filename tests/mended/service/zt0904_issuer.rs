use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp")]
pub struct Corp;

/// People of the partner.
#[derive(Issuer)]
#[issuer("partner")]
pub struct Partner;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", proof(issuer = Corp), endpoints(list_orders))]
pub struct OrdersApi;

fn main() {}
