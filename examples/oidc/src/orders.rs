//! Orders: forms on a pad. Every number is a form, and it is blank until somebody places an order on it.

use zt::prelude::*;

use crate::desk::Desk;
use crate::scopes::{OrdersDelete, OrdersRead, OrdersWrite};

/// Place the order.
#[derive(Debug, Action)]
#[action(writes)]
pub struct Place;

/// Take the order off.
#[derive(Debug, Action)]
#[action(writes)]
pub struct TakeOff;

#[derive(Debug, Id, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderId(pub String);

#[derive(Debug, Resource)]
#[resource(id = OrderId, store = Desk, load = Desk::find, tenancy = single)]
pub struct Order {
    pub id: OrderId,
    pub placed: bool,
}

// At this desk everybody works on all orders: who was given the scope may do it, whoever they are. Where orders belong to
// their buyers, it says `owner = buyer` above and none of these; the shop shows that.

impl Authorize<Read> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(caller.holds::<OrdersRead>())
    }
}

impl Authorize<Place> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(caller.holds::<OrdersWrite>())
    }
}

impl Authorize<TakeOff> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(caller.holds::<OrdersDelete>())
    }
}

#[derive(Debug, Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    pub id: OrderId,
    pub placed: bool,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { id: order.id.clone(), placed: order.placed }
    }
}

/// Orders that are placed, the first hundred.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(caller: &Caller<list_orders>, desk: Data<Desk>) -> Answer<Vec<OrderView>> {
    let placed = desk.placed(caller).await?;
    Ok(Reply::of(&placed.authorized::<Read>(caller)))
}

/// One order.
#[zt::get("/{id}", scopes(OrdersRead))]
async fn get_order(id: &Authorized<Order, Read>) -> Answer<OrderView> {
    Ok(Reply::of(id))
}

/// Place an order; a second time changes nothing.
#[zt::put("/{id}", scopes(OrdersRead, OrdersWrite))]
async fn put_order(id: &Authorized<Order, Place>, desk: Data<Desk>) -> Answer<OrderView> {
    let placed = desk.place(id).await?.ok_or_else(|| Problem::conflict("the pad is full"))?;
    Ok(Reply::of(&placed.authorized::<Read>(id)?))
}

/// Take an order off; a second time changes nothing.
#[zt::delete("/{id}", scopes(OrdersDelete))]
async fn delete_order(
    id: &Authorized<Order, TakeOff>,
    desk: Data<Desk>,
) -> Result<NoContent, Problem> {
    desk.take_off(id).await?;
    Ok(NoContent)
}

/// Orders, which everybody at the desk works on.
#[zt::group("/orders", endpoints(list_orders, get_order, put_order, delete_order))]
#[derive(Debug)]
pub struct OrdersApi;
