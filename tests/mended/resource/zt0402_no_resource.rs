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

#[derive(Id)]
pub struct BasketId(u64);

pub struct Baskets;

#[zt::store]
impl Baskets {
    pub async fn find(&self, _: &BasketId, _: Loading<'_>) -> zt::Result<Option<Basket>> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(id = BasketId, store = Baskets, load = Baskets::find, tenancy = single)]
pub struct Basket {
    buyer: Subject,
}

impl Authorize<Read> for Basket {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(&self.buyer == caller.subject())
    }
}

fn main() {}
