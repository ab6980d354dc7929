use zt::prelude::*;

/// Give money back.
#[derive(Scope)]
#[scope("orders:refund", writes)]
pub struct OrdersRefund;

/// Give the money back.
#[derive(Action)]
#[action(writes)]
pub struct Refund;

/// Payments keeps the money.
#[derive(Onward)]
#[onward("payments")]
pub struct Payments;

#[derive(Id)]
pub struct OrderId(u64);

pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn find(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Refund))]
pub struct Order {
    buyer: Subject,
    cents: u64,
}

#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    pub cents: u64,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { cents: order.cents }
    }
}

#[derive(Input)]
pub struct Receipt {
    pub number: u64,
}

/// Give the money back.
#[zt::post("/{order}/refund", scopes(OrdersRefund))]
async fn refund(
    order: &Authorized<Order, Refund>,
    payments: &Onward<Payments>,
) -> Result<NoContent, Problem> {
    let receipt: Receipt = payments.post(&["refunds"], &Reply::<OrderView>::of(order)).await?;
    let _ = receipt.number;
    Ok(NoContent)
}

fn main() {}
