use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

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
#[resource(id = BasketId, store = Baskets, load = Baskets::find, tenancy = single, owner = buyer, owner_may(zt::Read))]
pub struct Basket {
    buyer: Subject,
}

/// One basket.
#[zt::get("/baskets/{basket}", scopes(OrdersRead))]
async fn basket(basket: &Authorized<Basket, Read>) -> NoContent {
    NoContent
}

fn main() {}
