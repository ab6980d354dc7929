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
#[zt::post("/refund", public(why = "the price list is for everyone"))]
async fn refund(payments: &Onward<Payments>) -> NoContent {
    let _ = payments;
    NoContent
}

fn main() {}
