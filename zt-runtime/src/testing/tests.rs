//! The test module has no way in of its own (X35).

#![allow(clippy::unwrap_used, reason = "tests")]

use super::block_on;
use super::fixture::{Read, Shop, shop};
use crate::Service;

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
