//! The shop under attack: every endpoint, by everything that applies to it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::net::IpAddr;
use std::time::Duration;

use serde_json::{Value, json};
use shop::{Admin, ClaimsWrite, Office, OrdersRead, OrdersWrite, Shop, Stores};
use zt::TokenBuilder;
use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestServer, block_on};
use zt_attack::{Callers, Fault, Faults, Plan, Report, Samples, Target, Wanted, Who, attack};

const MULTIPART: &str = "multipart/form-data; boundary=line";
const CLAIM: &str = "--line\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nNo handle.\r\n\
                     --line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cup.png\"\r\n\
                     Content-Type: image/png\r\n\r\npixels\r\n--line--\r\n";

/// The web shop's pages may call.
const PAGE: &str = "https://shop.example";

struct House(TestApp<Shop>);

/// Longer than any token lives.
const JUMP: Duration = Duration::from_secs(2 * 3600);

/// Only the clock can be had; it goes on from wherever it jumped to.
impl Faults for House {
    fn begin(&self, fault: Fault) -> bool {
        let clock = self.0.clock();
        match fault {
            Fault::ClockAhead => clock.set(clock.now() + JUMP),
            Fault::ClockBack => clock.set(clock.now() - JUMP),
            _ => return false,
        }
        true
    }

    fn end(&self) {}
}

impl House {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let (name, shop) = match who {
            Who::Owner => ("alice", "acme"),
            Who::Other => ("sam", "acme"),
            Who::Foreigner => ("gil", "globex"),
        };
        let mut token = self.0.token_for(name).tenant(shop);
        if wanted.segment.as_deref() == Some("admin") {
            token = token.in_segment::<Admin>();
        }
        if wanted.logged_in {
            token = token.logged_in_ago(Duration::ZERO);
        }
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

/// An order of alice's for each endpoint that does something to it for good, and a claim within the first.
async fn prepare(alice: &TestCaller<'_>) {
    for id in ["x-1", "x-cancel", "x-change", "x-erase", "x-note"] {
        let order = json!({ "id": id, "product": 1, "pieces": 2, "door_code": "canary-door" });
        assert_eq!(alice.post("/orders").json(&order).await.status(), 201);
    }
    let claim = alice.post("/orders/x-1/claims").body(MULTIPART, CLAIM).await;
    assert_eq!(claim.status(), 201, "{claim:?}");
}

fn samples(claim: &str) -> Samples {
    let samples = Samples::new()
        .page(PAGE)
        .owner("alice", "acme")
        .secret("canary-door")
        .dpop()
        .object("Order", "x-1")
        .object("Claim", claim)
        .object("Product", "1")
        .object_at("cancel_order", "Order", "x-cancel")
        .object_at("change_order", "Order", "x-change")
        .object_at("erase_order", "Order", "x-erase")
        .object_at("annotate_order", "Order", "x-note")
        .object_at("say_note", "Order", "x-note")
        .value("price_list", "shop", json!("acme"))
        .value("place_order", "id", json!("x-new"))
        .body("hand_in_claim", MULTIPART, CLAIM);
    let staff = [
        "erase_order",
        "annotate_order",
        "say_note",
        "refund_claim",
        "edit_product",
        "list_all_orders",
        "search_orders",
    ];
    let samples = staff.into_iter().fold(samples, Samples::for_staff);
    ["read_product", "list_products", "place_order"]
        .into_iter()
        .fold(samples, Samples::for_the_tenant)
}

#[test]
fn no_attack_finds_anything_in_the_shop() {
    let app = Shop::test().network::<Office>("127.0.0.1/32").browser_origin(PAGE);
    let stores = Stores::open(":memory:").unwrap().with_samples(|name| Ok(app.person(name)));
    let Stores { products, orders, claims, .. } = stores.unwrap();
    let house = House(app.data(products).data(orders).data(claims));
    // Before Alice's first request: her proofs name where it is served.
    let doors = [("main", house.0.serve()), ("admin", house.0.serve_segment::<Admin>())];
    let claim = block_on(async {
        let alice = house.0.as_caller("alice").in_tenant("acme");
        let alice = alice.holding::<OrdersRead>().holding::<OrdersWrite>().holding::<ClaimsWrite>();
        let alice = alice.bound();
        prepare(&alice).await;
        alice.get("/claims?order=x-1").await.json()[0]["id"].to_string()
    });
    for (segment, server) in doors {
        let plan = Plan::of_segment(&Shop::manifest().unwrap(), segment, &samples(&claim));
        let report = attacked(&house, &plan, &server);
        assert!(report.is_clean(), "{segment}: {report}");
        assert!(report.sent > 300, "{segment}: {report}");
    }
}

fn attacked(house: &House, plan: &Plan, server: &TestServer) -> Report {
    let (address, host) = (server.address(), server.address().to_string());
    // Time passes, so that no rate answers in the place of a rule.
    let mut pace = || house.0.clock().advance(Duration::from_secs(15));
    let audit = || house.0.audit().iter().map(|line| format!("{line}\n")).collect();
    let mut target = Target {
        address,
        host,
        elsewhere: Some(IpAddr::from([127, 0, 0, 9])),
        callers: house,
        pace: &mut pace,
        at_most: 20_000,
        audit: Some(&audit),
        faults: Some(house),
    };
    attack(plan, &mut target)
}
