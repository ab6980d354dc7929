//! Which login counts, and which token: S-09, S-10 (RFC 9470).

use std::time::Duration;

use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

/// Look reports up.
#[derive(Scope)]
#[scope("reports:read", reads)]
struct ReportsRead;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
struct Mfa;

/// A passkey.
#[derive(Acr)]
#[acr("urn:acr:passkey")]
struct Passkey;

/// Differs from [`Mfa`] in one letter.
#[derive(Acr)]
#[acr("urn:acr:Mfa")]
struct Shouted;

/// Asks for nothing more.
#[zt::get("/plain", scopes(ReportsRead))]
async fn plain() -> NoContent {
    NoContent
}

/// Asks for a way to log in.
#[zt::get("/strong", scopes(ReportsRead), proof(acr = any(Mfa, Passkey)))]
async fn strong() -> NoContent {
    NoContent
}

/// Asks for a late login.
#[zt::get("/late", scopes(ReportsRead), proof(auth_age = "15m"))]
async fn late() -> NoContent {
    NoContent
}

/// Asks for both, and for no scope.
#[zt::get(
    "/both",
    authenticated(why = "the tests ask for a login alone"),
    proof(acr = Passkey, auth_age = "15m")
)]
async fn both() -> NoContent {
    NoContent
}

/// Asks for a token that is bound.
#[zt::get("/bound", scopes(ReportsRead), proof(bound, max_age = "1m", acr = Mfa))]
async fn bound() -> NoContent {
    NoContent
}

/// Inherits all.
#[zt::get("/", scopes(ReportsRead))]
async fn inherits() -> NoContent {
    NoContent
}

/// Takes less than its group.
#[zt::get("/less", scopes(ReportsRead), proof(acr = Passkey, auth_age = "1m"))]
async fn takes_less() -> NoContent {
    NoContent
}

/// Open, whatever the group says.
#[zt::get("/open", public(why = "the tests need an open one"))]
async fn open() -> NoContent {
    NoContent
}

/// A group that asks.
#[zt::group(
    "/group",
    proof(acr = any(Mfa, Passkey), auth_age = "1h"),
    endpoints(inherits, takes_less, open)
)]
struct Asking;

/// Reports.
#[zt::service(endpoints(plain, strong, late, both, bound, Asking))]
struct Reports;

const MINUTE: Duration = Duration::from_secs(60);

fn alice(app: &TestApp<Reports>) -> TestCaller<'_> {
    app.as_caller("alice").holding::<ReportsRead>()
}

/// Refused for the login, and the rest of the challenge.
#[track_caller]
fn login(answer: &TestResponse, rest: &str) {
    let start = r#"Bearer error="insufficient_user_authentication", error_description="This endpoint needs a stronger or a later login", "#;
    assert_eq!(answer.status(), 401, "{answer:?}");
    assert_eq!(answer.header("www-authenticate"), Some(format!("{start}{rest}").as_str()));
    assert_eq!(answer.json()["type"], "urn:zt:problem:step-up-needed");
}

#[test]
fn s10_the_way_to_log_in_is_compared_whole() {
    let app = Reports::test();
    block_on(async {
        assert_eq!(alice(&app).with_acr::<Mfa>().get("/strong").await.status(), 204);
        assert_eq!(alice(&app).with_acr::<Passkey>().get("/strong").await.status(), 204);
        for caller in [
            alice(&app),
            alice(&app).with_acr::<Shouted>(),
            alice(&app).logged_in_ago(Duration::ZERO),
            alice(&app).as_client(),
            alice(&app).as_workload(),
        ] {
            let answer = caller.get("/strong").await;
            login(&answer, r#"acr_values="urn:acr:mfa urn:acr:passkey""#);
        }
    });
    let audit = app.audit();
    assert!(audit[2..].iter().all(|record| record["reason"] == "step_up_needed"), "{audit:#?}");
    assert!(audit[2..].iter().all(|record| record["subject"]["name"] == "alice"));
}

#[test]
fn s10_a_login_grows_old_while_its_token_is_young() {
    let app = Reports::test();
    let token = app.token_for("alice").holding::<ReportsRead>().logged_in_ago(14 * MINUTE);
    let token = token.issue().unwrap();
    block_on(async {
        let alice = app.with_token(&token);
        assert_eq!(alice.get("/late").await.status(), 204);
        app.clock().advance(MINUTE);
        assert_eq!(alice.get("/late").await.status(), 204);
        // A part of a second beyond the limit is beyond the limit.
        app.clock().advance(Duration::from_millis(1));
        login(&alice.get("/late").await, r#"max_age="900""#);
        assert_eq!(alice.get("/plain").await.status(), 204);
    });
}

#[test]
fn s10_a_login_that_is_not_told_is_none() {
    let app = Reports::test();
    block_on(async {
        for caller in [
            alice(&app),
            alice(&app).with_acr::<Mfa>(),
            alice(&app).as_client(),
            alice(&app).as_workload(),
        ] {
            login(&caller.get("/late").await, r#"max_age="900""#);
            assert_eq!(caller.get("/plain").await.status(), 204);
        }
    });
}

// RFC 9470 §3: one challenge says all that one login has to be.
#[test]
fn s10_the_challenge_says_all_that_is_asked_of_a_login() {
    let app = Reports::test();
    let both = r#"acr_values="urn:acr:passkey", max_age="900""#;
    block_on(async {
        let late = app.as_caller("alice").logged_in_ago(MINUTE);
        login(&late.get("/both").await, both);
        login(&late.clone().with_acr::<Mfa>().get("/both").await, both);
        assert_eq!(late.with_acr::<Passkey>().get("/both").await.status(), 204);
        let old = app.as_caller("alice").logged_in_ago(16 * MINUTE).with_acr::<Passkey>();
        login(&old.get("/both").await, both);
    });
}

#[test]
fn s10_a_group_asks_for_its_endpoints() {
    let app = Reports::test();
    block_on(async {
        let caller = alice(&app).logged_in_ago(2 * MINUTE).with_acr::<Mfa>();
        assert_eq!(caller.get("/group").await.status(), 204);
        let rest = r#"acr_values="urn:acr:passkey", max_age="60""#;
        login(&caller.get("/group/less").await, rest);
        let rest = r#"acr_values="urn:acr:mfa urn:acr:passkey", max_age="3600""#;
        login(&alice(&app).get("/group").await, rest);
        assert_eq!(app.anonymous().get("/group/open").await.status(), 204);
        let passkey = alice(&app).logged_in_ago(MINUTE).with_acr::<Passkey>();
        assert_eq!(passkey.get("/group/less").await.status(), 204);
    });
}

// 401 before 403: who finds an old session doesn't learn what its token grants.
#[test]
fn s10_login_comes_before_scopes_and_identity_before_login() {
    let app = Reports::test();
    block_on(async {
        let stranger = app.anonymous().get("/strong").await;
        assert_eq!(stranger.header("www-authenticate"), Some("Bearer"));
        let poor = app.as_caller("alice").get("/strong").await;
        login(&poor, r#"acr_values="urn:acr:mfa urn:acr:passkey""#);
        let strong = app.as_caller("alice").with_acr::<Mfa>().get("/strong").await;
        assert_eq!(strong.status(), 403);
    });
}

#[test]
fn s09_a_token_that_is_bound_to_no_key_is_refused() {
    let app = Reports::test();
    let token = app.token_for("alice").holding::<ReportsRead>().with_acr::<Mfa>().issue().unwrap();
    let challenge = r#"DPoP error="invalid_token", error_description="This endpoint needs a token that is bound to a key", algs="ES256 EdDSA PS256""#;
    block_on(async {
        assert_eq!(app.anonymous().get("/bound").await.header("www-authenticate"), Some("Bearer"));
        // Before anything else that the endpoint asks for.
        app.clock().advance(2 * MINUTE);
        for caller in [app.with_token(&token), app.as_caller("alice"), alice(&app).as_workload()] {
            let answer = caller.get("/bound").await;
            assert_eq!(answer.status(), 401);
            assert_eq!(answer.header("www-authenticate"), Some(challenge));
            assert_eq!(answer.json()["type"], "urn:zt:problem:bound-token-needed");
        }
        assert_eq!(alice(&app).with_acr::<Mfa>().bound().get("/bound").await.status(), 204);
    });
    assert!(app.audit()[1..4].iter().all(|record| record["reason"] == "token_not_bound"));
}
