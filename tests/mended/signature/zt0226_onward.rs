use zt::prelude::*;

/// Give money back.
#[derive(Scope)]
#[scope("orders:refund", writes)]
pub struct OrdersRefund;

/// Payments keeps the money.
#[derive(Onward)]
#[onward("payments")]
pub struct Payments;

/// Give the money back.
#[zt::post("/refund", scopes(OrdersRefund))]
async fn refund(payments: &Onward<Payments>) -> NoContent {
    let _ = payments;
    NoContent
}

fn main() {}
