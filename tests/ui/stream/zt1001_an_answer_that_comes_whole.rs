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

/// The total.
#[zt::get("/", scopes(OrdersRead), stream)]
async fn total() -> Answer<Price> {
    Ok(Reply(Price { cents: 100 }))
}

#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub cents: u64,
}

fn main() {}
