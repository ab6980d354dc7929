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
#[resource(id = OrderId, store = Orders, load = Orders::find, tenancy = single)]
pub struct Order {
    id: OrderId,
    buyer: Subject,
}

fn main() {}
