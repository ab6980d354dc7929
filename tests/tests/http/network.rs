//! G-05, A-12: from which networks an endpoint may be called.

use std::net::IpAddr;

use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

/// Look reports up.
#[derive(Scope)]
#[scope("reports:read", reads)]
struct ReportsRead;

/// Where we work.
#[derive(Network)]
#[network("office")]
struct Office;

/// Where we work from home.
#[derive(Network)]
#[network("vpn")]
struct Vpn;

/// A passkey.
#[derive(Acr)]
#[acr("urn:acr:passkey")]
struct Passkey;

/// For the office.
#[zt::get("/office", scopes(ReportsRead), network(Office))]
async fn office() -> NoContent {
    NoContent
}

/// For both, after a login with a passkey.
#[zt::get("/both", scopes(ReportsRead), network(any(Office, Vpn)), proof(acr = Passkey))]
async fn both() -> NoContent {
    NoContent
}

/// From everywhere.
#[zt::get("/everywhere", scopes(ReportsRead))]
async fn everywhere() -> NoContent {
    NoContent
}

/// What the group says.
#[zt::get("/", scopes(ReportsRead))]
async fn inherited() -> NoContent {
    NoContent
}

/// Tighter than the group.
#[zt::get("/vpn", scopes(ReportsRead), network(Vpn))]
async fn tighter() -> NoContent {
    NoContent
}

/// Nobody is asked who it is, only where.
#[zt::get("/open", public(why = "the tests ask without a token"))]
async fn open() -> NoContent {
    NoContent
}

/// Desks.
#[zt::group("/desks", network(any(Office, Vpn)), endpoints(inherited, tighter, open))]
struct Desks;

/// Reports.
#[zt::service(endpoints(office, both, everywhere, Desks))]
struct Reports;

fn reports() -> TestApp<Reports> {
    Reports::test()
        .network::<Office>("10.1.0.0/16")
        .network::<Office>("2001:db8:1::/48")
        .network::<Vpn>("192.0.2.7/32")
}

fn at(address: &str) -> IpAddr {
    address.parse().unwrap()
}

fn alice<'t>(app: &'t TestApp<Reports>, address: &str) -> TestCaller<'t> {
    app.as_caller("alice").holding::<ReportsRead>().from(at(address))
}

const OFFICE: [&str; 3] = ["10.1.0.1", "::ffff:10.1.255.254", "2001:db8:1::9"];
const ELSEWHERE: [&str; 5] = ["127.0.0.1", "10.2.0.1", "::1", "::ffff:192.0.2.8", "2001:db8:2::9"];

#[track_caller]
fn refused(answer: &TestResponse) {
    assert_eq!(answer.status(), 403, "{answer:?}");
    assert_eq!(answer.json()["type"], "urn:zt:problem:network-not-admitted");
    // Nobody elsewhere is told how to get in: no challenge, no scope.
    assert_eq!(answer.header("www-authenticate"), None);
}

#[test]
fn g05_a_caller_is_in_the_network_or_isn_t() {
    let app = reports();
    block_on(async {
        for address in OFFICE {
            assert_eq!(alice(&app, address).get("/office").await.status(), 204, "{address}");
            assert_eq!(alice(&app, address).head("/office").await.status(), 204, "{address}");
        }
        for address in ELSEWHERE.into_iter().chain(["192.0.2.7"]) {
            refused(&alice(&app, address).get("/office").await);
            assert_eq!(alice(&app, address).get("/everywhere").await.status(), 204, "{address}");
        }
    });
}

#[test]
fn g05_a_group_s_networks_are_inherited_and_tightened() {
    let app = reports();
    block_on(async {
        for path in ["/desks", "/desks/open", "/desks/vpn"] {
            assert_eq!(alice(&app, "192.0.2.7").get(path).await.status(), 204, "{path}");
            refused(&alice(&app, "203.0.113.9").get(path).await);
        }
        refused(&alice(&app, "10.1.0.1").get("/desks/vpn").await);
        // Also where nobody is asked who it is.
        let stranger = |address| app.anonymous().from(at(address));
        assert_eq!(stranger("10.1.0.1").get("/desks/open").await.status(), 204);
        refused(&stranger("203.0.113.9").get("/desks/open").await);
    });
}

// ASVS 8.4.2: who is inside is asked for everything else all the same.
#[test]
fn a12_being_inside_is_never_enough() {
    let app = reports();
    block_on(async {
        let inside = app.anonymous().from(at("10.1.0.1"));
        assert_eq!(inside.get("/office").await.status(), 401);
        let poor = app.as_caller("alice").from(at("10.1.0.1"));
        assert_eq!(poor.get("/office").await.status(), 403);
        let weak = alice(&app, "192.0.2.7").get("/both").await;
        assert_eq!(weak.json()["type"], "urn:zt:problem:step-up-needed");
        assert_eq!(alice(&app, "192.0.2.7").with_acr::<Passkey>().get("/both").await.status(), 204);
    });
}

// Elsewhere a good credential and a bad one are told the same, and neither is looked at.
#[test]
fn g05_elsewhere_nobody_can_try_credentials() {
    let app = reports();
    block_on(async {
        let good = alice(&app, "203.0.113.9").get("/both").await;
        let nobody = app.anonymous().from(at("203.0.113.9")).get("/both").await;
        let forged = app.with_token("v4.public.AAAA").from(at("203.0.113.9")).get("/both").await;
        let mut answers = [good, nobody, forged].map(|answer| {
            refused(&answer);
            let mut problem = answer.json();
            problem["instance"].take();
            problem
        });
        let first = answers[0].take();
        assert!(answers[1..].iter().all(|other| *other == first), "{answers:#?}");
    });
    let audit = app.audit();
    assert_eq!(audit.len(), 3);
    for record in audit {
        assert_eq!(record["reason"], "network_not_admitted");
        assert_eq!(record["peer"], "203.0.113.9");
        assert_eq!(record["endpoint"], "both");
        assert_eq!(record["outcome"], "deny");
        assert!(record.get("subject").is_none_or(serde_json::Value::is_null), "{record}");
    }
}

// X16: whoever reaches the service can write a header.
#[test]
fn x16_no_header_moves_a_caller() {
    let app = reports();
    block_on(async {
        for (name, value) in [
            ("x-forwarded-for", "10.1.0.1"),
            ("forwarded", "for=10.1.0.1"),
            ("x-real-ip", "10.1.0.1"),
            ("true-client-ip", "10.1.0.1"),
            ("x_forwarded_for", "10.1.0.1"),
            ("x-client-ip", "::ffff:10.1.0.1"),
        ] {
            refused(&alice(&app, "203.0.113.9").get("/office").header(name, value).await);
        }
    });
}

#[test]
#[should_panic(expected = "in the network `vpn`, and the configuration doesn't say where that is")]
fn g05_a_network_that_is_nowhere_does_not_start() {
    let app = Reports::test().network::<Office>("10.1.0.0/16");
    block_on(async { app.anonymous().get("/everywhere").await });
}

/// No rule of the service names it.
#[derive(Network)]
#[network("ofice")]
struct Misspelt;

#[test]
#[should_panic(
    expected = "[networks] ofice: no rule of the service names this network; did you mean \"office\"?"
)]
fn g05_a_network_that_no_rule_names_does_not_start() {
    let app = reports().network::<Misspelt>("10.3.0.0/16");
    block_on(async { app.anonymous().get("/everywhere").await });
}
