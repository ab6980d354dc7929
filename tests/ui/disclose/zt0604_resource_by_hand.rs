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
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Read))]
pub struct Order {
    buyer: Subject,
    total: u64,
}

impl zt::Disclose for Order {
    fn disclose(&self, out: zt::__private::Out<'_>) -> zt::__private::Written {
        out.natural(self.total.into())
    }
}

fn main() {}
