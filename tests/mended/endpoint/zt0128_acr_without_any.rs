use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;

/// A passkey.
#[derive(Acr)]
#[acr("urn:acr:passkey")]
pub struct Passkey;

/// All orders.
#[zt::get("/", scopes(OrdersRead), proof(acr = any(Mfa, Passkey)))]
async fn list_orders() -> NoContent {
    NoContent
}

fn main() {}
