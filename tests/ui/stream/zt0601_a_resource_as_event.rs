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
async fn watch_orders(events: &Events<Order>) -> Streamed {
    Ok(events.open().end())
}

fn main() {}
