use zt::prelude::*;

pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn find_number(&self, _: &u64, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(id = u64, store = Orders, load = Orders::find_number, tenancy = single)]
pub struct Order {
    id: u64,
}

fn main() {}
