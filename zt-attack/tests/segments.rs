//! O6: a service of two segments under attack, at each of its doors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use serde_json::Value;
use zt::prelude::*;
use zt::testing::{TestApp, TestServer};
use zt::{Manifest, TokenBuilder};
use zt_attack::{Callers, Plan, Report, Samples, Target, Wanted, Who, attack};

/// Those who run the shop.
#[derive(Debug, Segment)]
#[segment("admin")]
pub struct Admin;

/// Look things up.
#[derive(Debug, Scope)]
#[scope("things:look", reads)]
pub struct Look;

/// All orders.
#[zt::get("/orders", scopes(Look))]
async fn list_orders() -> NoContent {
    NoContent
}

/// All users.
#[zt::get("/users", scopes(Look), segment = Admin)]
async fn list_users() -> NoContent {
    NoContent
}

/// A shop.
#[zt::service(endpoints(list_orders, list_users))]
#[derive(Debug)]
pub struct Shop;

struct House(TestApp<Shop>);

impl House {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let token = self.0.token_for(if who == Who::Owner { "alice" } else { "bob" });
        let token = match wanted.segment.as_deref() {
            Some("admin") => token.in_segment::<Admin>(),
            Some("main") => token.in_segment::<Main>(),
            other => panic!("{other:?}"),
        };
        wanted.scopes.iter().fold(token, |token, scope| token.holding_text(scope))
    }
}

impl Callers for House {
    fn token(&self, who: Who, wanted: &Wanted) -> Option<String> {
        self.token_of(who, wanted).issue().ok()
    }

    fn bound(&self, who: Who, wanted: &Wanted, confirmation: &Value) -> Option<String> {
        self.token_of(who, wanted).bound_to(confirmation).issue().ok()
    }

    fn now(&self) -> i64 {
        self.0.clock().now().as_second()
    }
}

fn attacked(house: &House, plan: &Plan, server: &TestServer) -> Report {
    let mut pace = || house.0.clock().advance(Duration::from_secs(15));
    let mut target = Target {
        address: server.address(),
        host: server.address().to_string(),
        elsewhere: None,
        callers: house,
        pace: &mut pace,
        at_most: 20_000,
        audit: None,
        faults: None,
    };
    attack(plan, &mut target)
}

fn manifest() -> Manifest {
    Shop::manifest().unwrap()
}

#[test]
fn o6_x09_x29_nothing_is_found_at_either_door() {
    let house = House(Shop::test());
    let (main, admin) = (house.0.serve(), house.0.serve_segment::<Admin>());
    for (segment, server) in [("main", &main), ("admin", &admin)] {
        let plan = Plan::of_segment(&manifest(), segment, &Samples::new());
        let report = attacked(&house, &plan, server);
        assert!(report.is_clean(), "{report}");
        assert!(report.attempts["X09"] > 0 && report.sent > 200, "{report}");
    }
}

// The attacks see a wall that isn't there: the plan of one segment, at the door of the other.
#[test]
fn o6_x29_an_endpoint_behind_another_door_is_found() {
    let house = House(Shop::test());
    let plan = Plan::of_segment(&manifest(), "admin", &Samples::new()).only(&["X29"]);
    let report = attacked(&house, &plan, &house.0.serve());
    let found: Vec<_> = report.findings.iter().map(|it| it.tried.as_str()).collect();
    assert!(found.contains(&"an endpoint of `main` with a token of `main`"), "{report}");
}
