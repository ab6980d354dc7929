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

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;
pub struct Basket {
    buyer: Subject,
}

/// One basket.
#[zt::get("/baskets/{basket}", scopes(OrdersRead))]
async fn basket(basket: &Authorized<Basket, Read>) -> NoContent {
    NoContent
}

fn main() {}
