use zt::prelude::*;

/// Give money back.
#[derive(Scope)]
#[scope("orders:refund", writes)]
pub struct OrdersRefund;

/// Payments keeps the money.
#[derive(Onward)]
#[onward("payments")]
pub struct Payments;

pub struct RefundOrder {
    pub cents: u64,
}

#[derive(Input)]
pub struct Receipt {
    pub number: u64,
}

/// Give the money back.
#[zt::post("/refund", scopes(OrdersRefund))]
async fn refund(payments: &Onward<Payments>) -> Result<NoContent, Problem> {
    let receipt: Receipt = payments.post(&["refunds"], &RefundOrder { cents: 500 }).await?;
    let _ = receipt.number;
    Ok(NoContent)
}

fn main() {}
