//! What all of the servers serve: the same orders, the same routes, the same answers.

use std::collections::HashMap;

use serde::Serialize;

pub const ISSUER: &str = "https://id.example";
pub const AUDIENCE: &str = "https://shop.example";
pub const SCOPE: &str = "orders:read";

/// Orders in one store; alice has the odd ones, bob the even ones.
pub const ORDERS: u64 = 1000;

/// Routes in one group, as a service that is this large would have them.
pub const GROUP: usize = 50;

pub struct Order {
    pub id: u64,
    pub buyer: &'static str,
    pub total: u64,
}

#[derive(Serialize)]
pub struct OrderView {
    pub id: u64,
    pub total: u64,
}

#[derive(Serialize)]
pub struct Count {
    pub orders: u64,
}

pub struct Orders(HashMap<u64, Order>);

impl Orders {
    pub fn open() -> Self {
        let order = |id| (id, Order { id, buyer: buyer(id), total: id * 100 });
        Self((1..=ORDERS).map(order).collect())
    }

    pub fn find(&self, id: u64) -> Option<&Order> {
        self.0.get(&id)
    }

    pub fn count_of(&self, buyer: &str) -> u64 {
        self.0.values().filter(|order| order.buyer == buyer).count() as u64
    }
}

pub fn buyer(id: u64) -> &'static str {
    if id % 2 == 1 { "alice" } else { "bob" }
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { id: order.id, total: order.total }
    }
}

/// Every other route reads one object, the others count.
pub enum Route {
    Look(String),
    Count(String),
}

pub fn routes(parameter: &str) -> Vec<Route> {
    let routes = setting("BENCH_ROUTES").parse().expect("BENCH_ROUTES is a number");
    (0..routes).map(|number| route(number, parameter)).collect()
}

fn route(number: usize, parameter: &str) -> Route {
    let group = number / GROUP;
    if number % 2 == 0 {
        Route::Look(format!("/g{group}/look_{number}/{parameter}"))
    } else {
        Route::Count(format!("/g{group}/count_{number}"))
    }
}

pub fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}
