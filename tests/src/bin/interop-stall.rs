//! A stall that takes orders from whoever may order. Unlike the example shop it doesn't ask how old a credential is, so that a
//! workload orders with nothing but its certificate.

use std::sync::{Mutex, MutexGuard, PoisonError};

use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Order something.
#[derive(Scope)]
#[scope("orders:write", writes)]
struct OrdersWrite;

#[derive(Id, Clone, PartialEq, Eq)]
struct OrderId(String);

#[derive(Resource, Clone)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = shop, owner_may(Read))]
struct Order {
    id: OrderId,
    shop: Tenant,
    buyer: Subject,
    pieces: u32,
}

#[derive(Disclose)]
#[disclose(of = Order)]
struct OrderView {
    id: OrderId,
    cents: u32,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { id: order.id.clone(), cents: order.pieces * 900 }
    }
}

#[derive(Input)]
struct NewOrder {
    id: Fresh<OrderId>,
    #[input(range(min = 1, max = 99))]
    pieces: u32,
}

struct Orders(Mutex<Vec<Order>>);

#[zt::store]
impl Orders {
    fn of(orders: Vec<Order>) -> Self {
        Self(Mutex::new(orders))
    }

    async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(self.all().iter().find(|order| order.id == *id).cloned())
    }

    async fn place(
        &self,
        new: &NewOrder,
        shop: &Tenant,
        by: &impl Proves<OrdersWrite>,
    ) -> zt::Result<Order> {
        let (id, buyer) = (new.id.id().clone(), by.subject().clone());
        let order = Order { id, shop: shop.clone(), buyer, pieces: new.pieces };
        self.all().push(order.clone());
        Ok(order)
    }

    fn all(&self) -> MutexGuard<'_, Vec<Order>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One order.
#[zt::get("/orders/{order}", scopes(OrdersRead))]
async fn read_order(order: &Authorized<Order, Read>) -> Answer<OrderView> {
    Ok(Reply::of(order))
}

/// Order something.
#[zt::post("/orders", scopes(OrdersWrite))]
async fn place_order(
    caller: &Caller<place_order>,
    new: &Body<NewOrder>,
    orders: Data<Orders>,
) -> Answer<OrderView> {
    let shop = caller.tenant().ok_or_else(Problem::forbidden)?;
    let placed = orders.place(new, shop, caller).await?;
    Ok(Reply::of(&placed.authorized::<Read>(caller)?).created())
}

/// Orders, each its buyer's own.
#[zt::service(endpoints(read_order, place_order))]
struct Stall;

#[zt::main]
async fn main() -> zt::Result<()> {
    let app = Stall::from_config()?;
    let mut orders = Vec::new();
    if let Some(development) = app.development() {
        for (id, shop, buyer) in [("a-1", "acme", "alice"), ("c-1", "globex", "carol")] {
            let (id, shop, buyer) =
                (OrderId(id.to_owned()), Tenant::new(shop)?, development.person(buyer)?);
            orders.push(Order { id, shop, buyer, pieces: 1 });
        }
    }
    app.data(Orders::of(orders)).serve().await
}
