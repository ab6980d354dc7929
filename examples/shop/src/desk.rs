//! Support's desk: a WebSocket, over which orders come as they change, and notes are written.

use zt::prelude::*;

use crate::orders::{Assist, Order};
use crate::scopes::{OrdersRead, SupportRead, SupportWrite};
use crate::store::Orders;
use crate::support::SupportView;

/// The orders of my shop, each time something happens to one, and what support says of them.
#[zt::get("/desk", scopes(OrdersRead, SupportRead), socket)]
pub async fn sit_at_desk(
    caller: &Caller<sit_at_desk>,
    orders: Data<Orders>,
    events: &Events<SupportView>,
) -> Streamed {
    let mut changes = orders.changes(caller);
    let stream = events.open();
    while let Some(order) = changes.next().await? {
        stream.send::<Read>(&order).await;
    }
    Ok(stream.end())
}

#[derive(Input)]
pub struct NoteOnOrder {
    pub order: Authorized<Order, Assist>,
    #[input(length(max = 500))]
    pub note: Patch<String>,
}

/// A note on an order, another or none, without leaving the desk.
#[zt::message(
    "orders.annotate",
    on = sit_at_desk,
    scopes(SupportRead, SupportWrite),
    proof(bound, max_age = "10m")
)]
pub async fn say_note(body: &Body<NoteOnOrder>, orders: Data<Orders>) -> Answer<SupportView> {
    let annotated = orders.annotate(&body.order, &body.note).await?;
    Ok(Reply::of(&annotated.authorized::<Read>(&body.order)?))
}
