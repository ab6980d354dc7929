//! Each route of the description, with each scope that there is, through the front door.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use oidc::{Admin, AuditRead, Desk, Mfa, Oidc, OrdersDelete, OrdersRead, OrdersWrite};
use serde_json::{Value, json};
use zt::prelude::*;
use zt::testing::{TestApp, block_on};

/// The description that foreign clients go by.
fn routes() -> Vec<Value> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/interop/oidc/routes.json");
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("the routes should be at {}: {error}", file.display()));
    serde_json::from_str(&text).unwrap()
}

fn scopes_of(route: &Value) -> BTreeSet<String> {
    let scopes = route["scopes"].as_array().unwrap().iter();
    scopes.map(|scope| scope.as_str().unwrap().to_owned()).collect()
}

fn desk() -> TestApp<Oidc> {
    Oidc::test().data(Desk::default())
}

/// What a caller reads who holds these scopes and no others, and logged in with a second factor.
async fn status(desk: &TestApp<Oidc>, route: &Value, held: &BTreeSet<String>) -> u16 {
    let token = held.iter().fold(desk.token_for("alice"), |token, scope| token.holding_text(scope));
    let caller = desk.with_token(&token.with_acr::<Mfa>().issue().unwrap());
    let path = route["path"].as_str().unwrap().replace("{id}", "7");
    caller.send(route["method"].as_str().unwrap(), &path).await.status()
}

#[test]
fn exactly_the_described_routes_are_served() {
    let place = |route: &Value| {
        let word = |key: &str| route[key].as_str().unwrap().to_owned();
        format!("{} {}", word("method"), word("path"))
    };
    let manifest: Value =
        serde_json::from_str(&Oidc::manifest().unwrap().to_text().unwrap()).unwrap();
    let served: BTreeSet<_> = manifest["endpoints"].as_array().unwrap().iter().map(place).collect();
    assert_eq!(served, routes().iter().map(place).collect());
}

/// Every set of scopes on every route: 2 to the power of 7 sets.
#[test]
fn b01_a_route_answers_whoever_holds_all_of_its_scopes() {
    let routes = routes();
    let all: Vec<_> =
        routes.iter().flat_map(scopes_of).collect::<BTreeSet<_>>().into_iter().collect();
    block_on(async {
        for route in &routes {
            let desk = desk();
            let needed = scopes_of(route);
            for set in 0..1_u32 << all.len() {
                let held = (0..all.len()).filter(|bit| set >> bit & 1 == 1);
                let held = held.map(|bit| all[bit].clone()).collect();
                let expected = needed.is_subset(&held);
                let status = status(&desk, route, &held).await;
                let ok = if expected { [200, 204].contains(&status) } else { status == 403 };
                assert!(ok, "{route} with {held:?}: {status}");
            }
        }
    });
}

#[test]
fn s10_a_route_with_an_acr_needs_that_login() {
    let routes = routes();
    for route in routes.iter().filter(|route| route.get("acr").is_some()) {
        assert_eq!(route["acr"], "urn:acr:mfa");
    }
    let desk = desk();
    block_on(async {
        let admin = desk.as_caller("alice").holding::<Admin>();
        let answer = admin.get("/admin").await;
        assert_eq!(answer.status(), 401);
        let challenge = answer.header("www-authenticate").unwrap_or_default();
        assert!(challenge.contains(r#"acr_values="urn:acr:mfa""#), "{challenge}");
        assert_eq!(admin.with_acr::<Mfa>().get("/admin").await.status(), 200);
    });
}

#[test]
fn an_order_is_placed_seen_and_taken_off() {
    let desk = desk();
    block_on(async {
        let clerk = desk.as_caller("alice").holding::<OrdersRead>().holding::<OrdersWrite>();
        let clerk = clerk.holding::<OrdersDelete>().holding::<AuditRead>();
        assert_eq!(clerk.get("/orders/a-7").await.json()["placed"], false);
        for _ in 0..2 {
            assert_eq!(clerk.put("/orders/a-7").await.json()["placed"], true);
        }
        assert_eq!(clerk.get("/orders").await.json(), json!([{ "id": "a-7", "placed": true }]));
        for _ in 0..2 {
            assert_eq!(clerk.delete("/orders/a-7").await.status(), 204);
        }
        assert_eq!(clerk.get("/orders").await.json(), json!([]));
        let changes = clerk.get("/audit").await.json();
        let placed: Vec<_> = changes.as_array().unwrap().iter().map(|it| &it["placed"]).collect();
        assert_eq!(placed, [false, true], "{changes}");
    });
}

/// What a client sends along that nobody asked for changes nothing.
#[test]
fn a_body_that_nobody_reads_is_no_reason_to_refuse() {
    let desk = desk();
    block_on(async {
        let clerk = desk.as_caller("alice").holding::<OrdersRead>().holding::<OrdersWrite>();
        assert_eq!(clerk.put("/orders/7").json(&json!({ "pieces": 3 })).await.status(), 200);
    });
}
