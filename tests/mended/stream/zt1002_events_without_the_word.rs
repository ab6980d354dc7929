use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Id)]
pub struct OrderId(u64);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single,
           owner_may(Read))]
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

    pub async fn next(&self, _: &impl Proves<OrdersRead>) -> Option<Order> {
        None
    }
}

/// Orders, as they change.
#[zt::get("/", scopes(OrdersRead), stream)]
async fn watch_orders(
    caller: &Caller<watch_orders>,
    orders: Data<Orders>,
    events: &Events<OrderView>,
) -> Streamed {
    let stream = events.open();
    while let Some(order) = orders.next(caller).await {
        stream.send::<Read>(&order).await;
    }
    Ok(stream.end())
}

fn main() {}
