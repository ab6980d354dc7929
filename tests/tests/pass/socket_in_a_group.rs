//! A socket and its messages in a group: what the group and the service say holds for each of them.

use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub cents: u64,
}

pub struct Prices;

#[zt::store]
impl Prices {
    pub async fn next(&self, _: &impl Proves<OrdersRead>) -> Option<u64> {
        None
    }
}

/// The price, as it changes, and what is said of it.
#[zt::get("/talk", scopes(OrdersRead), socket)]
async fn talk(caller: &Caller<talk>, prices: Data<Prices>, events: &Events<Price>) -> Streamed {
    let stream = events.open();
    while let Some(cents) = prices.next(caller).await {
        stream.send_plain(Price { cents }).await;
    }
    Ok(stream.end())
}

/// Cancel all.
#[zt::message("orders.cancel", on = talk, scopes(OrdersCancel), rate("5/min", by = client), limits(body = "1KiB"))]
async fn say_cancel() -> NoContent {
    NoContent
}

/// Cancel all, soon.
#[zt::message("orders.stop", on = talk, scopes(OrdersCancel), proof(max_age = "5m"))]
async fn say_stop() -> Result<NoContent, Problem> {
    Ok(NoContent)
}

/// What it costs.
#[zt::message("price", on = talk, authenticated(why = "whoever listens may ask"), reads)]
async fn say_price(caller: &Caller<say_price>) -> Answer<Price> {
    let _ = caller.subject();
    Ok(Reply(Price { cents: 100 }))
}

/// Orders.
#[zt::group(
    "/orders",
    rate("60/min", by = client),
    limits(body = "4KiB", time = "2s"),
    proof(max_age = "10m"),
    endpoints(say_cancel, talk, say_stop, say_price)
)]
pub struct OrdersApi;

/// A shop.
#[zt::service(rate("600/min", by = client), limits(body = "1MiB"), endpoints(OrdersApi))]
pub struct Shop;

#[test]
fn its_manifest_is_whole() {
    assert!(Shop::manifest().is_ok());
}
