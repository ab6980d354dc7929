//! The test module has no way in of its own (X35).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use serde_json::{Value, json};

use super::block_on;
use super::fixture::{Read, Shop, Write, shop};
use crate::{AuthorityFault, Service};

#[test]
fn x35_a_token_of_another_tests_authority_does_not_count() {
    let (one, other) = (shop(), shop());
    let token = one.token_for("alice").holding::<Read>().issue().unwrap();
    block_on(async {
        assert_eq!(one.with_token(&token).get("/things/7").await.status(), 200);
        assert_eq!(other.with_token(&token).get("/things/7").await.status(), 401);
    });
}

#[test]
#[should_panic(expected = "it needs the store")]
fn what_would_not_start_panics_with_its_faults() {
    let shop = Shop::test();
    block_on(async { shop.anonymous().get("/open").await });
}

// S-01, S-02, S-06: the proof of each request is a new one, for its method, its path and its token.
#[test]
fn s02_a_bound_caller_proves_each_of_its_requests() {
    let shop = shop();
    let plain = shop.as_caller("alice").holding::<Read>().holding::<Write>();
    let bound = plain.clone().bound();
    block_on(async {
        for target in ["/things/7", "/things/7?a=%2F", "/fresh"] {
            assert_eq!(bound.get(target).await.status(), 200, "{target}");
        }
        assert_eq!(bound.post("/signed").await.status(), 401);
        for both in [plain.clone().signed().bound(), plain.clone().bound().signed()] {
            assert_eq!(both.post("/signed").body("text/plain", "12345").await.text(), "5");
        }
        // In the place of its own: none is added.
        assert_eq!(bound.get("/things/7").header("dpop", "a.b.c").await.status(), 401);
    });
    let reasons: Vec<Value> = shop.audit().iter().map(|line| line["reason"].clone()).collect();
    let signed = ["request_not_signed", "ok", "ok"];
    assert_eq!(reasons[..3], ["ok"; 3]);
    assert_eq!(reasons[3..6], signed);
    assert_eq!(reasons[6], "dpop_proof_malformed");
}

#[test]
fn s01_a_token_is_bound_to_a_key_or_not_made() {
    let shop = shop();
    let made = |confirmation: &Value| shop.token_for("alice").bound_to(confirmation).issue();
    let jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    assert!(made(&json!({ "jkt": jkt })).is_ok());
    for wrong in [
        json!({ "jkt": &jkt[1..] }),
        json!({ "jkt": 7 }),
        json!({ "jwk": {} }),
        json!({ "kid": "a" }),
        json!({}),
        json!(null),
    ] {
        assert!(matches!(made(&wrong), Err(AuthorityFault::Confirmation)), "{wrong}");
    }
}
