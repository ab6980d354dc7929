//! What support does: find orders of its shop, and write notes on them.

use zt::prelude::*;

use crate::desk::{say_note, sit_at_desk};
use crate::orders::{Assist, Order, OrderId, State};
use crate::products::{Product, ProductId};
use crate::scopes::{SupportRead, SupportWrite};
use crate::store::Orders;

/// What support sees: also whose it is, and the note. Not what the buyer told the courier.
#[derive(Disclose)]
#[disclose(of = Order)]
pub struct SupportView {
    pub id: OrderId,
    pub buyer: String,
    pub product: ProductId,
    pub pieces: u32,
    pub cents: u32,
    pub state: State,
    pub note: Option<String>,
}

impl From<&Order> for SupportView {
    fn from(order: &Order) -> Self {
        Self {
            id: order.id.clone(),
            buyer: order.buyer.name().to_owned(),
            product: order.product,
            pieces: order.pieces,
            cents: order.cents,
            state: order.state,
            note: order.note.clone(),
        }
    }
}

/// All orders but for what is said here.
#[derive(Input)]
pub struct Search {
    #[input(length(min = 1, max = 80))]
    pub buyer: Option<String>,
    #[input(items(max = 20))]
    pub products: Vec<Authorized<Product, Read>>,
}

#[derive(Input)]
pub struct Note {
    #[input(length(max = 500))]
    pub note: Patch<String>,
}

/// The latest hundred orders of my shop.
#[zt::get("/orders", scopes(SupportRead))]
async fn list_all_orders(
    caller: &Caller<list_all_orders>,
    orders: Data<Orders>,
) -> Answer<Vec<SupportView>> {
    let all = orders.of_shop(caller.tenant(), caller).await?;
    Ok(Reply::of(&all.authorized::<Read>(caller)))
}

/// Those of a buyer or of products among the latest hundred orders.
#[zt::post("/orders/search", reads, scopes(SupportRead), limits(body = "4KiB"))]
async fn search_orders(
    caller: &Caller<search_orders>,
    search: &Body<Search>,
    orders: Data<Orders>,
) -> Answer<Vec<SupportView>> {
    let mut found = orders.of_shop(caller.tenant(), caller).await?;
    found.retain(|order| search.matches(order));
    Ok(Reply::of(&found.authorized::<Read>(caller)))
}

/// A note on an order, another or none.
#[zt::patch("/orders/{order}", scopes(SupportRead, SupportWrite), proof(bound, max_age = "10m"))]
async fn annotate_order(
    order: &Authorized<Order, Assist>,
    note: &Body<Note>,
    orders: Data<Orders>,
) -> Answer<SupportView> {
    let annotated = orders.annotate(order, &note.note).await?;
    Ok(Reply::of(&annotated.authorized::<Read>(order)?))
}

impl Search {
    fn matches(&self, order: &Order) -> bool {
        let of_buyer = self.buyer.as_ref().is_none_or(|buyer| order.buyer.name() == buyer);
        let of_product = self.products.is_empty()
            || self.products.iter().any(|product| product.id.0 == order.product.0);
        of_buyer && of_product
    }
}

/// What support does.
#[zt::group(
    "/support",
    rate("120/min"),
    endpoints(list_all_orders, search_orders, annotate_order, sit_at_desk, say_note)
)]
pub struct SupportApi;
