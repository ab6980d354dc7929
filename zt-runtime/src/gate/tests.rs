//! One request, one answer, one record, whatever happens.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod caller_address;
mod decoys;
mod forwarded;
mod standing;
mod workloads;

use std::future::IntoFuture;
use std::task::{Context, Waker};

use zt_core::contract::{RateBy, RateRule};

use super::*;
use crate::testing::block_on;
use crate::testing::fixture::{Read, Write, outer, shop};

/// `(outcome, reason, status)` of the only record.
fn only_record(
    shop: &crate::testing::TestApp<crate::testing::fixture::Shop>,
) -> (String, String, u64) {
    let audit = shop.audit();
    assert_eq!(audit.len(), 1, "{audit:?}");
    let text = |name: &str| audit[0][name].as_str().unwrap().to_owned();
    (text("outcome"), text("reason"), audit[0]["status"].as_u64().unwrap())
}

fn record(outcome: &str, reason: &str, status: u64) -> (String, String, u64) {
    (outcome.to_owned(), reason.to_owned(), status)
}

#[test]
fn l01_an_answer_has_one_record_that_names_who_what_and_why() {
    let shop = shop();
    block_on(async {
        let answer =
            shop.as_caller("alice").holding::<Read>().in_tenant("acme").get("/things/a%20b").await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    });
    assert_eq!(only_record(&shop), record("allow", "ok", 200));
    let audit = &shop.audit()[0];
    assert_eq!(audit["path"], "/things/a b");
    assert_eq!(audit["tenant"], "acme");
    assert_eq!(audit["peer"], "127.0.0.1");
    assert_eq!(audit["trace"].as_str().unwrap().len(), 32);
}

// A-03, X30: a panic is a refusal, and its text stays here.
#[test]
fn x30_a_panic_is_answered_and_recorded() {
    let shop = shop();
    let answer = block_on(async { shop.anonymous().get("/panics").await });
    assert_eq!(
        (answer.status(), answer.header("content-type")),
        (500, Some("application/problem+json"))
    );
    assert!(!answer.text().contains("canary"));
    assert_eq!(only_record(&shop), record("error", "panicked", 500));
}

// G-01: a service that is made for many requests is made for many refusals, and no other.
#[test]
fn g01_refusals_are_limited_by_the_service_s_own_rate_where_that_is_higher() {
    let said = |count, per| {
        let rate = RateRule { rate: Rate::new(count, per), by: RateBy::Subject };
        refusals(&Outer { rate: Some(rate), ..outer("Shop", "") })
    };
    assert_eq!(refusals(&outer("Shop", "")), REFUSALS);
    assert_eq!(said(60, Period::Minute), REFUSALS);
    assert_eq!(said(100_000, Period::Minute), Rate::new(100_000, Period::Minute));
    assert_eq!(said(11, Period::Second), Rate::new(11, Period::Second));
}

#[test]
fn g06_a_handler_that_takes_too_long_is_given_up() {
    let shop = shop();
    let answer = block_on(async { shop.anonymous().get("/slow").await });
    assert_eq!(answer.status(), 503);
    assert_eq!(only_record(&shop), record("error", "timed_out", 503));
}

#[test]
fn x30_a_cancelled_request_is_recorded() {
    let shop = shop();
    block_on(async {
        let mut request = shop.anonymous().get("/waits").into_future();
        assert!(request.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    });
    assert_eq!(only_record(&shop), record("error", "cancelled", 499));
}

#[test]
fn g07_a_handlers_problem_is_allowed_and_a_refusal_denied() {
    let shop = shop();
    block_on(async { assert_eq!(shop.anonymous().get("/fails").await.status(), 409) });
    assert_eq!(only_record(&shop), record("allow", "handler_problem", 409));
}

#[test]
fn a_header_that_http_can_not_carry_is_a_fault() {
    let shop = shop();
    let answer = block_on(async { shop.anonymous().get("/splits").await });
    assert_eq!((answer.status(), answer.header("location")), (500, None));
    assert_eq!(only_record(&shop), record("error", "header_unsendable", 500));
}

#[test]
fn x13_an_ambiguous_path_is_recorded_without_the_path() {
    let shop = shop();
    let answer = block_on(async { shop.anonymous().get("/things/%2e%2e/open").await });
    assert_eq!(answer.status(), 400);
    assert_eq!(only_record(&shop), record("deny", "ambiguous_path", 400));
    assert!(shop.audit()[0].get("path").is_none());
}

#[test]
fn g06_a_body_is_read_up_to_its_limit() {
    let shop = shop();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Write>();
        assert_eq!(alice.post("/things").body("text/plain", vec![b'x'; 1000]).await.text(), "1000");
        assert_eq!(alice.post("/things").body("text/plain", vec![b'x'; 1001]).await.status(), 413);
        assert_eq!(shop.anonymous().post("/things").body("text/plain", "x").await.status(), 401);
    });
    assert_eq!(shop.audit().len(), 3);
}

// RFC 9449 §7.1: whoever sends a proof is told about proofs.
#[test]
fn s02_two_proofs_are_refused_before_anything_of_them_is_read() {
    let shop = shop();
    let answer = block_on(async {
        let request = shop.anonymous().get("/open").header("authorization", "dpop abc");
        request.header("dpop", "a.b.c").header("DPoP", "a.b.c").await
    });
    let challenge = r#"DPoP error="invalid_request", algs="ES256 EdDSA PS256""#;
    assert_eq!((answer.status(), answer.header("www-authenticate")), (400, Some(challenge)));
    assert_eq!(only_record(&shop), record("deny", "two_dpop_headers", 400));
}

// RFC 6797 §7.1, §7.2: over TLS each answer says it, also a refusal; without TLS none does.
#[test]
fn g08_over_tls_every_answer_asks_for_tls_from_now_on() {
    let shop = shop();
    block_on(async {
        let caller = shop.as_caller("alice").holding::<Read>();
        for (path, status) in [("/things/a", 200), ("/nowhere", 404)] {
            let plain = caller.get(path).await;
            assert_eq!(plain.status(), status);
            assert_eq!(plain.header("strict-transport-security"), None);
            let over_tls = caller.get(path).over_tls().await;
            assert_eq!(over_tls.status(), status);
            assert_eq!(over_tls.header("strict-transport-security"), Some("max-age=31536000"));
            assert_eq!(over_tls.header("content-type"), plain.header("content-type"));
        }
    });
}

// A-04: what the caller can't help isn't held against the address, nor is being told to wait.
#[test]
fn a04_faults_and_being_told_to_wait_count_as_no_refusals() {
    let shop = shop();
    let gate = shop.gate();
    let peer = IpAddr::from([192, 0, 2, 7]);
    let wait = || Refusal::RateLimited { retry_after_seconds: 7 };
    for _ in 0..=REFUSALS.count {
        assert_eq!(gate.counted(peer, Refusal::Internal("broken")).reason(), "broken");
        assert!(matches!(
            gate.counted(peer, wait()),
            Refusal::RateLimited { retry_after_seconds: 7 }
        ));
    }
    let first = gate.counted(peer, Refusal::NotFound("no_route"));
    assert_eq!(first.reason(), "no_route");
}
