//! T-16, X32, D-04: roles. A caller holds the scopes of its token and those that its roles grant; endpoints, fields and stores
//! ask for scopes alone.

use serde_json::{Value, json};
use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, block_on};

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
struct OrdersCancel;

/// See where people live.
#[derive(Scope)]
#[scope("orders:pii", reads)]
struct OrdersPii;

/// Help on the phone.
#[derive(Role)]
#[role("support", grants(OrdersRead, OrdersPii))]
struct Support;

/// Run the shop.
#[derive(Role)]
#[role("admin", grants(OrdersRead, OrdersCancel, OrdersPii))]
struct Admin;

/// A role of another service.
#[derive(Role)]
#[role("auditor", grants(OrdersRead, OrdersCancel))]
struct Auditor;

#[derive(Disclose)]
#[disclose(plain)]
struct Seen {
    cancels: bool,
    #[disclose(with(OrdersPii))]
    street: &'static str,
}

/// Look.
#[zt::get("/orders", scopes(OrdersRead))]
async fn look(caller: &Caller<look>) -> Answer<Seen> {
    Ok(Reply(Seen { cancels: caller.identity().holds::<OrdersCancel>(), street: "Elm" }))
}

/// Stop all.
#[zt::post("/orders/cancel", scopes(OrdersCancel))]
async fn stop() -> NoContent {
    NoContent
}

/// Which way in.
#[zt::get("/way", scopes(any(OrdersRead, OrdersCancel)))]
async fn way(caller: &Caller<way>) -> NoContent {
    let _ = caller.prove::<OrdersRead>().map(|proof| needs(&proof));
    NoContent
}

fn needs(_: &impl Proves<OrdersRead>) {}

/// With roles.
#[zt::service(endpoints(look, stop, way), roles(Support, Admin))]
struct Shop;

/// Without.
#[zt::service(endpoints(look, stop, way))]
struct Stall;

async fn statuses<S: zt::Service>(caller: TestCaller<'_>, _: &TestApp<S>) -> [u16; 3] {
    let looks = caller.get("/orders").await.status();
    let stops = caller.post("/orders/cancel").await.status();
    [looks, stops, caller.get("/way").await.status()]
}

const NOTHING: [u16; 3] = [403, 403, 403];

#[test]
fn d04_a_caller_holds_what_its_roles_grant() {
    let shop = Shop::test();
    block_on(async {
        let alice = || shop.as_caller("alice");
        for (caller, expected) in [
            (alice(), NOTHING),
            (alice().in_role::<Support>(), [200, 403, 204]),
            (alice().in_role::<Admin>(), [200, 204, 204]),
            (alice().in_role::<Support>().in_role::<Admin>(), [200, 204, 204]),
            (alice().in_role::<Support>().holding::<OrdersCancel>(), [200, 204, 204]),
            (alice().in_role::<Auditor>(), NOTHING),
            (alice().in_role::<Auditor>().in_role::<Support>(), [200, 403, 204]),
        ] {
            assert_eq!(statuses(caller, &shop).await, expected);
        }
    });
}

#[test]
fn x32_a_service_that_lists_no_role_looks_at_none() {
    let stall = Stall::test();
    block_on(async {
        let alice = || stall.as_caller("alice");
        assert_eq!(statuses(alice().in_role::<Admin>(), &stall).await, NOTHING);
        let reads = alice().in_role::<Admin>().holding::<OrdersRead>();
        assert_eq!(statuses(reads, &stall).await, [200, 403, 204]);
    });
}

#[test]
fn x32_a_role_is_no_scope_a_scope_no_role_and_names_are_whole() {
    let shop = Shop::test();
    block_on(async {
        for text in ["Support", "SUPPORT", "suppor", "support ", " support", "*", "orders:read"] {
            let token = shop.token_for("alice").in_role_text(text).issue().unwrap();
            assert_eq!(statuses(shop.with_token(&token), &shop).await, NOTHING, "{text:?}");
        }
        for text in ["support", "admin", "support admin"] {
            let token = shop.token_for("alice").holding_text(text).issue().unwrap();
            assert_eq!(statuses(shop.with_token(&token), &shop).await, NOTHING, "{text:?}");
        }
    });
}

#[test]
fn b13_what_a_role_grants_counts_for_fields_and_proofs() {
    let shop = Shop::test();
    block_on(async {
        let look = async |caller: TestCaller<'_>| -> Value { caller.get("/orders").await.json() };
        let plain = look(shop.as_caller("alice").holding::<OrdersRead>()).await;
        assert_eq!(plain, json!({ "cancels": false }));
        let support = look(shop.as_caller("alice").in_role::<Support>()).await;
        assert_eq!(support, json!({ "cancels": false, "street": "Elm" }));
        let admin = look(shop.as_caller("alice").in_role::<Admin>()).await;
        assert_eq!(admin, json!({ "cancels": true, "street": "Elm" }));
    });
}

#[test]
fn l01_the_record_names_the_roles_that_the_service_knows() {
    let shop = Shop::test();
    block_on(async {
        let alice = shop.as_caller("alice");
        let _ = alice.clone().in_role::<Auditor>().in_role::<Support>().get("/orders").await;
        let _ = alice.get("/orders").await;
        let records = shop.audit();
        assert_eq!(records[0]["roles"], json!(["support"]));
        assert_eq!(records[1]["roles"], Value::Null);
    });
}

// What a role grants decides: a log tells by which of two meanings of it.
#[test]
fn b09_what_roles_grant_is_in_the_digest_of_the_rule() {
    let rule = |audit: Vec<Value>| audit[0]["rule"].as_str().unwrap().to_owned();
    let (shop, stall) = (Shop::test(), Stall::test());
    block_on(async {
        let _ = shop.as_caller("alice").get("/orders").await;
        let _ = stall.as_caller("alice").get("/orders").await;
    });
    assert_ne!(rule(shop.audit()), rule(stall.audit()));
}

#[test]
fn d04_the_manifest_lists_roles_with_what_they_grant() {
    let manifest = Shop::manifest().unwrap();
    let roles = serde_json::to_value(&manifest.roles).unwrap();
    assert_eq!(
        roles,
        json!([
            { "name": "admin", "reason": "Run the shop.", "grants": ["orders:cancel", "orders:pii", "orders:read"] },
            { "name": "support", "reason": "Help on the phone.", "grants": ["orders:pii", "orders:read"] },
        ])
    );
    let names: Vec<_> = manifest.scopes.iter().map(|scope| scope.name.as_str()).collect();
    assert_eq!(names, ["orders:cancel", "orders:pii", "orders:read"]);
    assert!(Stall::manifest().unwrap().roles.is_empty());
}
