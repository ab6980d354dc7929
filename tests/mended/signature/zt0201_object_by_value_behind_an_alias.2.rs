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
}

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One order.
#[zt::get(
    "/orders/{order}",
    scopes(OrdersRead),
    open(order, why = "prices are the same for everyone")
)]
async fn one(order: Open<String>) -> NoContent {
    drop(order);
    NoContent
}

fn main() {}
