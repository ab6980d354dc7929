use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

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

/// All orders.
#[zt::get(
    "/{order}/{other_order}",
    scopes(OrdersRead),
    open(other_order, why = "numbers are compared for everyone")
)]
async fn list_orders(order: &Authorized<Order, Read>, other_order: Open<u64>) -> NoContent {
    let _ = (order, other_order);
    NoContent
}

fn main() {}
