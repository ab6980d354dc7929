use zt::prelude::*;

/// Give money back.
#[derive(Scope)]
#[scope("orders:refund", writes)]
pub struct OrdersRefund;

pub struct Payments;

/// Give the money back.
#[zt::post("/refund", scopes(OrdersRefund))]
async fn refund(payments: &Onward<Payments>) -> NoContent {
    let _ = payments;
    NoContent
}

fn main() {}
