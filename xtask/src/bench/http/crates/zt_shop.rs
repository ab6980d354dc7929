//! The same orders, as zt has them.

use std::collections::HashMap;

use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Id, Clone, PartialEq, Eq, Hash)]
pub struct OrderId(u64);

#[derive(Resource, Clone)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Read))]
pub struct Order {
    id: u64,
    buyer: Subject,
    total: u64,
}

#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    id: u64,
    total: u64,
}

#[derive(Disclose)]
#[disclose(plain)]
pub struct Count {
    pub orders: u64,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { id: order.id, total: order.total }
    }
}

pub struct Orders(HashMap<OrderId, Order>);

#[zt::store]
impl Orders {
    pub fn open() -> Result<Self, zt::Error> {
        let order = |id| {
            let buyer = Subject::new(shop::ISSUER, shop::buyer(id), Kind::Person)?;
            Ok::<_, zt::Error>((OrderId(id), Order { id, buyer, total: id * 100 }))
        };
        (1..=shop::ORDERS).map(order).collect::<Result<_, _>>().map(Self)
    }

    pub async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(self.0.get(id).cloned())
    }

    pub async fn count_of(&self, buyer: &Subject, _: &impl Proves<OrdersRead>) -> zt::Result<u64> {
        Ok(self.0.values().filter(|order| order.buyer == *buyer).count() as u64)
    }
}
