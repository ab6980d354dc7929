use zt::prelude::*;

#[derive(Clone, Id)]
pub struct OrderId(u64);

pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn find(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, tenancy = single)]
pub struct Order {
    id: OrderId,
}

#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    pub id: OrderId,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { id: order.id.clone() }
    }
}

fn main() {}
