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
#[zt::message("orders.cancel", on = talk, scopes(OrdersCancel))]
async fn say_cancel() -> NoContent {
    NoContent
}

fn main() {}
