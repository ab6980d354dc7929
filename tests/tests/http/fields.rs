//! B-13, B-14, X19, X20: fields for some callers only, out and in.

mod goes_in;
mod goes_out;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
struct OrdersWrite;

/// See where people live.
#[derive(Scope)]
#[scope("orders:pii", reads)]
struct OrdersPii;

/// See what people paid with.
#[derive(Scope)]
#[scope("orders:cards", reads)]
struct OrdersCards;

/// Sell for less.
#[derive(Scope)]
#[scope("orders:discount", writes)]
struct OrdersDiscount;

/// Give orders to others.
#[derive(Scope)]
#[scope("orders:assign", writes)]
struct OrdersAssign;

/// Change it.
#[derive(Action)]
#[action(writes)]
struct Change;

#[derive(Id)]
struct OrderId(u64);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single,
           owner_may(Read, Change))]
struct Order {
    id: OrderId,
    buyer: Subject,
}

/// Orders 1 and 2 are the subject's; every load is counted.
struct Orders {
    buyer: Subject,
    loads: Arc<AtomicUsize>,
}

#[zt::store]
impl Orders {
    async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        let order = |id| Order { id: OrderId(id), buyer: self.buyer.clone() };
        Ok((1..=2).contains(&id.0).then(|| order(id.0)))
    }

    async fn all(&self, _: &impl Proves<OrdersRead>) -> zt::Result<Vec<Order>> {
        Ok((1..=2).map(|id| Order { id: OrderId(id), buyer: self.buyer.clone() }).collect())
    }
}

/// A service under test, and how many objects were loaded.
struct World(TestApp<Till>, Arc<AtomicUsize>);

impl World {
    fn open() -> Self {
        let app = Till::test();
        let (buyer, loads) = (app.person("alice"), Arc::default());
        Self(app.data(Orders { buyer, loads: Arc::clone(&loads) }), loads)
    }

    fn alice(&self) -> TestCaller<'_> {
        self.0.as_caller("alice").holding::<OrdersRead>().holding::<OrdersWrite>()
    }

    /// The reason of the one record that was written since there were `before`.
    fn reason(&self, before: usize) -> String {
        let new = self.0.audit().split_off(before);
        assert_eq!(new.len(), 1, "one record for one decision: {new:#?}");
        new[0]["reason"].as_str().unwrap().to_owned()
    }
}

use goes_in::{change, free, hand_over, search, sign};
use goes_out::{anyone, broken, list, one, plain};

/// A till.
#[zt::service(endpoints(one, list, plain, anyone, broken, change, search, sign, hand_over, free))]
struct Till;
