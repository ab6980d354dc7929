//! What happens to orders, told to whoever listens: a stream, which each buyer and support may open.

use zt::prelude::*;

use crate::orders::OrderView;
use crate::scopes::OrdersRead;
use crate::store::Orders;

/// Orders, each time something happens to one: a buyer's own, or those of the shop for support.
#[zt::get("/changes", scopes(OrdersRead), stream)]
pub async fn watch_orders(
    caller: &Caller<watch_orders>,
    orders: Data<Orders>,
    events: &Events<OrderView>,
) -> Streamed {
    let mut changes = orders.changes(caller);
    let stream = events.open();
    while let Some(order) = changes.next().await? {
        // All shops' orders come by here. Each listener is sent what they may see at that moment, and learns of no other.
        stream.send::<Read>(&order).await;
    }
    Ok(stream.end())
}
