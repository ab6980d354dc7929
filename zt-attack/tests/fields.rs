//! B-13, B-14: fields that are for holders of a scope, under attack.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::Value;
use zt::prelude::*;
use zt::testing::TestApp;
use zt::{Manifest, TokenBuilder};
use zt_attack::{Callers, Plan, Report, Samples, Target, Wanted, Who, attack};

/// Look people up.
#[derive(Debug, Scope)]
#[scope("people:look", reads)]
pub struct Look;

/// See where people live.
#[derive(Debug, Scope)]
#[scope("people:street", reads)]
pub struct Street;

/// Sell.
#[derive(Debug, Scope)]
#[scope("orders:sell", writes)]
pub struct Sell;

/// Sell for less.
#[derive(Debug, Scope)]
#[scope("orders:discount", writes)]
pub struct Discount;

/// A shop, whose fields say whom they are for where `$with` does.
macro_rules! shop {
    ($name:ident, [$($shown:tt)*], [$($taken:tt)*]) => {
        mod $name {
            use super::*;

            #[derive(Disclose)]
            #[disclose(plain)]
            pub(crate) struct Person {
                name: String,
                $($shown)*
                street: String,
            }

            #[derive(Disclose)]
            #[disclose(plain)]
            pub(crate) struct People {
                all: Vec<Person>,
            }

            #[derive(Input)]
            pub(crate) struct Order {
                pieces: u8,
                $($taken)*
                discount: Option<u8>,
            }

            /// Everybody.
            #[zt::get("/people", scopes(Look))]
            async fn list_people() -> Answer<People> {
                let person = Person { name: "Ada".to_owned(), street: "Here".to_owned() };
                Ok(Reply(People { all: vec![person] }))
            }

            /// Sells.
            #[zt::post("/orders", scopes(Sell))]
            async fn sell(order: &Body<Order>) -> NoContent {
                let _ = (order.pieces, order.discount);
                NoContent
            }

            /// A shop.
            #[zt::service(endpoints(list_people, sell))]
            pub(crate) struct Shop;
        }
    };
}

shop!(strict, [#[disclose(with(Street))]], [#[input(with(Discount))]]);
shop!(lax, [], []);

struct House<S: zt::Service>(TestApp<S>);

impl<S: zt::Service> House<S> {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let token = self.0.token_for(if who == Who::Owner { "alice" } else { "bob" });
        wanted.scopes.iter().fold(token, |token, scope| token.holding_text(scope))
    }
}

impl<S: zt::Service> Callers for House<S> {
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

/// What is found at this service by whoever knows the rules of the strict one.
fn attacked<S: zt::Service>(app: TestApp<S>) -> Report {
    let manifest: Manifest = strict::Shop::manifest().unwrap();
    let plan = Plan::of(&manifest, &Samples::new()).only(&["X19", "X20"]);
    let house = House(app);
    let server = house.0.serve();
    let mut pace = || house.0.clock().advance(Duration::from_secs(15));
    let mut target = Target {
        address: server.address(),
        host: server.address().to_string(),
        elsewhere: None,
        callers: &house,
        pace: &mut pace,
        at_most: 20_000,
        audit: None,
        faults: None,
    };
    attack(&plan, &mut target)
}

#[test]
fn x19_x20_fields_of_others_are_neither_shown_nor_taken() {
    let report = attacked(strict::Shop::test());
    assert!(report.is_clean(), "{report}");
    assert!(report.attempts["X19"] > 0 && report.attempts["X20"] > 0, "{report}");
}

#[test]
fn x19_x20_fields_that_everybody_has_are_found() {
    let report = attacked(lax::Shop::test());
    let found = |attack: &str, tried: &str| {
        report.findings.iter().any(|it| it.attack == attack && it.tried.contains(tried))
    };
    assert!(found("X20", "the owner's own answer"), "{report}");
    assert!(found("X19", "`discount` without a scope that it needs"), "{report}");
}
