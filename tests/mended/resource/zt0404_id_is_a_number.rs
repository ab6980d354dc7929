use zt::prelude::*;

#[derive(Id)]
pub struct OrderId(u64);

pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn find_number(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find_number, tenancy = single)]
pub struct Order {
    id: OrderId,
}

fn main() {}
