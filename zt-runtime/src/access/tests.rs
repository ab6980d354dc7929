//! Who may: identity before access before rate.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod signed;

use std::time::Duration;

use crate::testing::block_on;
use crate::testing::fixture::{Read, Write, shop};

// T-20, X32.
#[test]
fn t20_nobody_is_asked_for_a_token_and_somebody_for_scopes() {
    let shop = shop();
    block_on(async {
        let nobody = shop.anonymous().get("/things/7").await;
        assert_eq!((nobody.status(), nobody.header("www-authenticate")), (401, Some("Bearer")));
        let garbage = shop.with_token("v4.public.garbage").get("/things/7").await;
        assert_eq!(garbage.header("www-authenticate"), Some(r#"Bearer error="invalid_token""#));
        let poor = shop.as_caller("alice").holding::<Read>().put("/things/7").await;
        let challenge = r#"Bearer error="insufficient_scope", scope="things:write""#;
        assert_eq!((poor.status(), poor.header("www-authenticate")), (403, Some(challenge)));
        assert_eq!(shop.as_caller("alice").holding::<Write>().put("/things/7").await.status(), 200);
    });
    let audit = shop.audit();
    let reasons: Vec<_> = audit.iter().map(|record| record["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons[0], "no_credential");
    assert_eq!(&reasons[2..], ["insufficient_scope", "ok"]);
    assert_eq!(audit[2]["subject"]["name"], "alice");
}

#[test]
fn t18_a_token_in_the_query_is_refused() {
    let shop = shop();
    let token = shop.token_for("alice").holding::<Read>().issue().unwrap();
    block_on(async {
        let answer = shop.anonymous().get(&format!("/things/7?access_token={token}")).await;
        assert_eq!(answer.status(), 400);
    });
    assert!(!format!("{:?}", shop.audit()).contains(&token));
}

#[test]
fn a_public_endpoint_ignores_whatever_credential_comes() {
    let shop = shop();
    block_on(async {
        for caller in [
            shop.anonymous(),
            shop.with_token("rubbish"),
            shop.as_caller("alice").holding::<Read>(),
        ] {
            let answer = caller.get("/open").await;
            assert_eq!((answer.status(), answer.text()), (200, "nobody"));
        }
    });
    assert!(shop.audit().iter().all(|record| record.get("subject").is_none()));
}

#[test]
fn an_old_token_is_refused_where_a_fresh_one_is_asked_for() {
    let shop = shop();
    let token = shop.token_for("alice").holding::<Read>().issue().unwrap();
    block_on(async {
        let alice = shop.with_token(&token);
        shop.clock().advance(Duration::from_secs(60));
        assert_eq!(alice.get("/fresh").await.status(), 200);
        shop.clock().advance(Duration::from_millis(1));
        let old = alice.get("/fresh").await;
        assert_eq!(old.status(), 401);
        assert!(old.header("www-authenticate").unwrap().contains(r#"max_age="60""#));
        assert_eq!(alice.get("/things/7").await.status(), 200);
        shop.clock().advance(Duration::from_secs(3600));
        assert_eq!(alice.get("/things/7").await.status(), 401);
    });
}

#[test]
fn a_revoked_subject_is_refused_at_once() {
    let shop = shop();
    block_on(async {
        let token = shop.token_for("alice").holding::<Read>().issue().unwrap();
        assert_eq!(shop.with_token(&token).get("/things/7").await.status(), 200);
        shop.revocations().revoke_subject(&shop.person("alice")).unwrap();
        assert_eq!(shop.with_token(&token).get("/things/7").await.status(), 401);
    });
}

#[test]
fn g01_each_subject_has_its_own_count_and_it_recovers() {
    let shop = shop();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Read>();
        for status in [200, 200, 429] {
            assert_eq!(alice.get("/rare").await.status(), status);
        }
        assert_eq!(alice.get("/rare").await.header("retry-after"), Some("30"));
        assert_eq!(shop.as_caller("bob").holding::<Read>().get("/rare").await.status(), 200);
        // What is denied doesn't use the count up.
        assert_eq!(shop.as_caller("carol").get("/rare").await.status(), 403);
        shop.clock().advance(Duration::from_secs(30));
        assert_eq!(alice.get("/rare").await.status(), 200);
    });
}

#[test]
fn g01_endpoints_that_inherit_a_limit_share_it() {
    let shop = shop();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Read>();
        for (path, status) in [("one", 200), ("two", 200), ("one", 200), ("two", 429), ("one", 429)]
        {
            assert_eq!(alice.get(&format!("/shared/{path}")).await.status(), status, "{path}");
        }
    });
}

// A-04, G-01.
#[test]
fn a04_refusals_are_limited_by_address_and_admitted_callers_are_not() {
    let shop = shop();
    block_on(async {
        for _ in 0..300 {
            assert_eq!(shop.anonymous().get("/nothing").await.status(), 404);
            assert_eq!(shop.with_token("rubbish").get("/things/7").await.status(), 401);
        }
        assert_eq!(shop.anonymous().get("/nothing").await.status(), 429);
        assert_eq!(shop.with_token("rubbish").get("/things/7").await.status(), 429);
        assert_eq!(shop.as_caller("alice").holding::<Read>().get("/things/7").await.status(), 200);
        let elsewhere = shop.anonymous().from("192.0.2.7".parse().unwrap());
        assert_eq!(elsewhere.get("/nothing").await.status(), 404);
    });
    assert_eq!(shop.audit().len(), 604);
}
