use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;

/// A code by text message.
#[derive(Acr)]
#[acr("urn:acr:sms")]
pub struct Sms;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", proof(acr = Mfa), endpoints(list_orders))]
pub struct OrdersApi;

fn main() {}
