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
#[zt::get("/", scopes(OrdersRead), proof(issuer = any(Corp, Partner)))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
