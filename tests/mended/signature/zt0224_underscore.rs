use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Id)]
pub struct OrderId(u64);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Read))]
pub struct Order {
    buyer: Subject,
}

pub struct Orders;

#[zt::store]
impl Orders {
    pub async fn find(&self, _id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(None)
    }
}

/// One order.
#[zt::get("/{order}", scopes(OrdersRead))]
async fn get_order(order: &Authorized<Order, Read>) -> NoContent {
    NoContent
}

fn main() {}
