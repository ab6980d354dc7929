//! Messages stand in other modules than their socket, and two sockets hear messages of one name.

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

pub mod talk {
    use zt::prelude::*;

    use super::{OrdersRead, Price, Prices};

    /// The price, as it changes, and what is said of it.
    #[zt::get("/talk", scopes(OrdersRead), socket)]
    pub async fn talk(
        caller: &Caller<talk>,
        prices: Data<Prices>,
        events: &Events<Price>,
    ) -> Streamed {
        let stream = events.open();
        while let Some(cents) = prices.next(caller).await {
            stream.send_plain(Price { cents }).await;
        }
        Ok(stream.end())
    }
}

pub mod orders {
    use zt::prelude::*;

    use super::OrdersCancel;

    /// Cancel all.
    #[zt::message("orders.cancel", on = super::talk::talk, scopes(OrdersCancel))]
    pub async fn say_cancel() -> NoContent {
        NoContent
    }
}

pub mod support {
    use zt::prelude::*;

    use super::{OrdersCancel, OrdersRead, Price, Prices, talk::talk as other};

    /// The price, for those who are asked about it.
    #[zt::get("/support/talk", scopes(OrdersRead), socket)]
    pub async fn talk(
        caller: &Caller<talk>,
        prices: Data<Prices>,
        events: &Events<Price>,
    ) -> Streamed {
        let stream = events.open();
        while let Some(cents) = prices.next(caller).await {
            stream.send_plain(Price { cents }).await;
        }
        Ok(stream.end())
    }

    /// Cancel all.
    #[zt::message("orders.cancel", on = self::talk, scopes(OrdersCancel))]
    pub async fn say_cancel() -> NoContent {
        NoContent
    }

    /// Stop all.
    #[zt::message("orders.stop", on = other, scopes(OrdersCancel))]
    pub async fn say_stop() -> NoContent {
        NoContent
    }
}

/// A shop.
#[zt::service(endpoints(
    orders::say_cancel,
    talk::talk,
    support::say_stop,
    support::talk,
    support::say_cancel
))]
pub struct Shop;

#[test]
fn its_manifest_is_whole() {
    assert!(Shop::manifest().is_ok());
}
