//! A socket whose path names an object: it is authorized when the socket opens, and what is said names its own.

use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

#[derive(Id)]
pub struct OrderId(u64);

/// Stop it.
#[derive(Action)]
#[action(writes)]
pub struct Cancel;

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single,
           owner_may(Read, Cancel))]
pub struct Order {
    id: OrderId,
    buyer: Subject,
    total: u64,
}

#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    pub total: u64,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { total: order.total }
    }
}

pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        let _ = id;
        Ok(None)
    }

    pub async fn changed(&self, _: &Authorized<Order, Read>) {}
}

/// One order, as it changes, and what is said of it.
#[zt::get("/orders/{order}/talk", scopes(OrdersRead), socket(recheck = "5s"))]
async fn talk(
    order: &Authorized<Order, Read>,
    orders: Data<Orders>,
    events: &Events<OrderView>,
) -> Streamed {
    let stream = events.open();
    while stream.send::<Read>(order).await {
        orders.changed(order).await;
    }
    Ok(stream.end())
}

#[derive(Input)]
pub struct CancelInput {
    pub order: Authorized<Order, Cancel>,
}

/// Cancel it before it ships.
#[zt::message("cancel", on = talk, scopes(OrdersCancel))]
async fn say_cancel(body: &Body<CancelInput>) -> Answer<OrderView> {
    Ok(Reply::of(&body.order))
}

/// A shop.
#[zt::service(endpoints(talk, say_cancel))]
pub struct Shop;

#[test]
fn its_manifest_is_whole() {
    assert!(Shop::manifest().is_ok());
}
