use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub cents: u64,
}

pub struct Prices;

#[zt::store]
impl Prices {
    pub async fn next(&self, _: &impl Proves<OrdersRead>) -> Option<u64> {
        None
    }
}

/// The price, as it changes, and what is said of it.
#[zt::get("/talk", scopes(OrdersRead), socket)]
async fn talk(caller: &Caller<talk>, prices: Data<Prices>, events: &Events<Price>) -> Streamed {
    let stream = events.open();
    while let Some(cents) = prices.next(caller).await {
        stream.send_plain(Price { cents }).await;
    }
    Ok(stream.end())
}

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
}

#[derive(Input)]
pub struct CancelInput {
    pub order: Authorized<Order, Cancel>,
}

/// Cancel one.
#[zt::message("orders.cancel", on = talk, scopes(OrdersCancel))]
async fn say_cancel(body: &Body<CancelInput>) -> Answer<OrderView> {
    let order = &body.order;
    Ok(Reply::of(order))
}

fn main() {}
