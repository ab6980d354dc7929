//! Orders, each its buyer's own. Support of the same shop reads them too.

use zt::prelude::*;

use crate::products::{Product, ProductId};
use crate::scopes::{OrdersErase, OrdersRead, OrdersWrite, SupportRead, SupportWrite};
use crate::segments::{Admin, Office};
use crate::store::Orders;

/// Order another number of pieces, or say something else about it.
#[derive(Action)]
#[action(writes)]
pub struct Change;

/// Call the order off.
#[derive(Action)]
#[action(writes)]
pub struct Cancel;

/// Say that something of it came broken.
#[derive(Action)]
#[action(writes)]
pub struct Complain;

/// Do what support does with an order.
#[derive(Action)]
#[action(writes)]
pub struct Assist;

/// Remove it for good.
#[derive(Action)]
#[action(writes)]
pub struct Erase;

/// The buyer's client chooses it, so that an order that is sent twice is placed once.
#[derive(Id, Clone)]
pub struct OrderId(pub String);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = shop,
           owner_may(Change, Cancel, Complain))]
pub struct Order {
    pub id: OrderId,
    pub shop: Tenant,
    pub buyer: Subject,
    pub product: ProductId,
    pub pieces: u32,
    pub cents: u32,
    pub state: State,
    pub remark: Option<String>,
    /// Opens the buyer's front door; for the courier alone.
    pub door_code: Option<Secret<String>>,
    /// What support wrote, for support.
    pub note: Option<String>,
}

/// How far it is.
#[derive(Disclose, Clone, Copy, PartialEq, Eq)]
#[disclose(plain)]
pub enum State {
    Placed,
    Cancelled,
    Refunded,
}

impl Authorize<Read> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(&self.buyer == caller.subject() || caller.holds::<SupportRead>())
    }
}

impl Authorize<Assist> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        // Four eyes: nobody assists themselves.
        Decision::allow_if(&self.buyer != caller.subject() && caller.holds::<SupportWrite>())
    }
}

impl Authorize<Erase> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(caller.holds::<OrdersErase>())
    }
}

/// What a buyer sees.
#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    pub id: OrderId,
    pub product: ProductId,
    pub pieces: u32,
    pub cents: u32,
    pub state: State,
    pub remark: Option<String>,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self {
            id: order.id.clone(),
            product: order.product,
            pieces: order.pieces,
            cents: order.cents,
            state: order.state,
            remark: order.remark.clone(),
        }
    }
}

#[derive(Input)]
pub struct NewOrder {
    pub id: Fresh<OrderId>,
    pub product: Authorized<Product, Read>,
    #[input(range(min = 1, max = 99))]
    pub pieces: u32,
    #[input(length(max = 200))]
    pub remark: Option<String>,
    #[input(length(min = 4, max = 12))]
    pub door_code: Option<Secret<String>>,
}

#[derive(Input)]
pub struct OrderChange {
    #[input(range(min = 1, max = 99))]
    pub pieces: Option<u32>,
    #[input(length(max = 200))]
    pub remark: Patch<String>,
}

/// My latest hundred orders.
#[zt::get("/", scopes(OrdersRead), rate("5/min"))]
async fn list_orders(caller: &Caller<list_orders>, orders: Data<Orders>) -> Answer<Vec<OrderView>> {
    let mine = orders.of_buyer(caller.subject(), caller).await?;
    Ok(Reply::of(&mine.authorized::<Read>(caller)))
}

/// One order.
#[zt::get("/{order}", scopes(OrdersRead))]
async fn read_order(order: &Authorized<Order, Read>) -> Answer<OrderView> {
    Ok(Reply::of(order))
}

/// Order something.
#[zt::post("/", scopes(OrdersWrite), proof(bound, max_age = "10m"))]
async fn place_order(
    caller: &Caller<place_order>,
    new: &Body<NewOrder>,
    orders: Data<Orders>,
) -> Answer<OrderView> {
    let placed = orders.place(new, caller).await?;
    let placed =
        placed.ok_or_else(|| Problem::conflict("an order with this id was placed before"))?;
    Ok(Reply::of(&placed.authorized::<Read>(caller)?).created())
}

/// More pieces or fewer, another remark or none.
#[zt::patch("/{order}", scopes(OrdersWrite), proof(bound, max_age = "10m"))]
async fn change_order(
    order: &Authorized<Order, Change>,
    change: &Body<OrderChange>,
    orders: Data<Orders>,
) -> Answer<OrderView> {
    let changed = orders.change(order, change).await?.ok_or_else(too_late)?;
    Ok(Reply::of(&changed.authorized::<Read>(order)?))
}

/// Call it off.
#[zt::post("/{order}/cancel", scopes(OrdersWrite), proof(bound, max_age = "10m"))]
async fn cancel_order(
    order: &Authorized<Order, Cancel>,
    orders: Data<Orders>,
) -> Answer<OrderView> {
    let cancelled = orders.cancel(order).await?.ok_or_else(too_late)?;
    Ok(Reply::of(&cancelled.authorized::<Read>(order)?))
}

/// What was paid, as a file to keep.
#[zt::get("/{order}/invoice", scopes(OrdersRead))]
async fn invoice(order: &Authorized<Order, Read>) -> Download {
    let text = format!(
        "Invoice for order {}\n{} pieces: {} cents\n",
        order.id.0, order.pieces, order.cents
    );
    Download::of(order, "invoice.txt", "text/plain", text)
}

/// Where the courier shows how far a parcel is.
pub enum Courier {}

impl Site for Courier {
    const ORIGIN: &'static str = "https://courier.example";
}

/// To the courier's page about the parcel.
#[zt::get("/{order}/parcel", scopes(OrdersRead))]
async fn track_parcel(order: &Authorized<Order, Read>) -> Redirect<Courier> {
    Redirect::to(format!("/parcels/{}", order.id.0))
}

/// Remove an order for good.
#[zt::delete(
    "/{order}",
    scopes(OrdersErase),
    segment = Admin,
    network(Office),
    proof(bound, max_age = "10m")
)]
async fn erase_order(
    order: &Authorized<Order, Erase>,
    orders: Data<Orders>,
) -> Result<NoContent, Problem> {
    orders.erase(order).await?;
    Ok(NoContent)
}

fn too_late() -> Problem {
    Problem::conflict("the order is cancelled or refunded")
}

/// Orders, each its buyer's own.
#[zt::group(
    "/orders",
    rate("60/min"),
    endpoints(
        list_orders,
        read_order,
        place_order,
        change_order,
        cancel_order,
        invoice,
        track_parcel,
        erase_order
    )
)]
pub struct OrdersApi;
