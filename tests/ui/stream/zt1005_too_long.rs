use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub cents: u64,
}

/// The price, as it changes.
#[zt::get("/price", scopes(OrdersRead), stream(recheck = "5m"))]
async fn watch_price(events: &Events<Price>) -> Streamed {
    let stream = events.open();
    stream.send_plain(Price { cents: 100 }).await;
    Ok(stream.end())
}

fn main() {}
