use zt::prelude::*;

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
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Read, Cancel))]
pub struct Order {
    buyer: Subject,
    total: u64,
}

/// Stop an order before it ships.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;
/// Cancel the order.
#[derive(Action)]
#[action(writes)]
pub struct Cancel;

/// Cancel before it ships.
#[zt::post("/orders/{order}/cancel", scopes(OrdersCancel))]
async fn cancel(order: &Authorized<Order, Cancel>) -> NoContent {
    let _ = order;
    NoContent
}

fn main() {}
