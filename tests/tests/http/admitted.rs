//! From which issuer, with which signature, from which device: T-04, S-11, T-22.
//!
//! Unless a test asks for it, the test's authority has no name in a configuration, signs no request and names no device: all that
//! is asked beyond it is refused.

use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

/// Look reports up.
#[derive(Scope)]
#[scope("reports:read", reads)]
struct ReportsRead;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp")]
struct Corp;

/// People of the partner.
#[derive(Issuer)]
#[issuer("partner")]
struct Partner;

/// We look after it.
#[derive(Device)]
#[device("managed")]
struct Managed;

/// A passkey.
#[derive(Acr)]
#[acr("urn:acr:passkey")]
struct Passkey;

/// Asks for an issuer.
#[zt::get("/issuer", scopes(ReportsRead), proof(issuer = any(Corp, Partner), signed))]
async fn issuer() -> NoContent {
    NoContent
}

/// Asks for a signature.
#[zt::get("/signed", scopes(ReportsRead), proof(signed, acr = Passkey, device = Managed))]
async fn signed() -> NoContent {
    NoContent
}

/// Asks for a device.
#[zt::get("/device", scopes(ReportsRead), proof(device = Managed))]
async fn device() -> NoContent {
    NoContent
}

/// Asks for a login too.
#[zt::get("/both", authenticated(why = "the tests ask for no scope"), proof(device = Managed, acr = Passkey))]
async fn both() -> NoContent {
    NoContent
}

/// Inherits all.
#[zt::get("/", scopes(ReportsRead))]
async fn inherits() -> NoContent {
    NoContent
}

/// Open, whatever the group says.
#[zt::get("/open", public(why = "the tests need an open one"))]
async fn open() -> NoContent {
    NoContent
}

/// A group that asks.
#[zt::group("/group", proof(issuer = Corp), endpoints(inherits, open))]
struct Asking;

/// Reports.
#[zt::service(endpoints(issuer, signed, device, both, Asking))]
struct Reports;

fn alice(app: &TestApp<Reports>) -> TestCaller<'_> {
    app.as_caller("alice").holding::<ReportsRead>()
}

#[track_caller]
fn refused(answer: &TestResponse, status: u16, kind: &str, challenge: &str) {
    assert_eq!(answer.status(), status, "{answer:?}");
    assert_eq!(answer.json()["type"], format!("urn:zt:problem:{kind}"));
    assert_eq!(answer.header("www-authenticate"), Some(challenge));
}

// Before the signature: what else is asked is told to nobody whose issuer doesn't count.
#[test]
fn t04_an_issuer_without_a_name_is_none_that_an_endpoint_names() {
    let app = Reports::test();
    let challenge = r#"Bearer error="invalid_token""#;
    block_on(async {
        for path in ["/issuer", "/group"] {
            refused(&alice(&app).get(path).await, 401, "invalid-token", challenge);
            let poor = app.as_caller("alice").get(path).await;
            refused(&poor, 401, "invalid-token", challenge);
            assert_eq!(poor.header("accept-signature"), None);
        }
        assert_eq!(app.anonymous().get("/group/open").await.status(), 204);
    });
    let audit = app.audit();
    assert!(
        audit[..4].iter().all(|record| record["reason"] == "issuer_not_admitted"),
        "{audit:#?}"
    );
}

// Before login, device and scopes; RFC 9421 §5.1 says which signature is needed.
#[test]
fn s11_a_request_that_is_not_signed_is_refused_with_what_to_sign() {
    let app = Reports::test();
    let wanted = r#"sig=("@method" "@target-uri" "authorization");created;tag="zt""#;
    block_on(async {
        for caller in [alice(&app), app.as_caller("alice"), alice(&app).as_workload()] {
            let answer = caller.get("/signed").await;
            refused(&answer, 401, "signature-needed", "Bearer");
            assert_eq!(answer.header("accept-signature"), Some(wanted));
        }
        let stranger = app.anonymous().get("/signed").await;
        assert_eq!(stranger.json()["type"], "urn:zt:problem:credential-needed");
        assert_eq!(stranger.header("accept-signature"), None);
        // A header that looks like one is no signature.
        let forged = alice(&app).get("/signed").header("signature-input", "sig=()").await;
        refused(&forged, 401, "signature-needed", "Bearer");
    });
    let audit = app.audit();
    let unsigned = audit.iter().filter(|record| record["reason"] == "request_not_signed");
    assert_eq!(unsigned.count(), 4, "{audit:#?}");
}

// After the login, before the scopes.
#[test]
fn t22_a_device_that_is_not_told_is_none() {
    let app = Reports::test();
    block_on(async {
        for caller in [alice(&app), app.as_caller("alice"), alice(&app).as_client()] {
            refused(&caller.get("/device").await, 403, "device-not-admitted", "Bearer");
        }
        let passkey = app.as_caller("alice").with_acr::<Passkey>();
        refused(&passkey.get("/both").await, 403, "device-not-admitted", "Bearer");
        assert_eq!(alice(&app).get("/both").await.json()["type"], "urn:zt:problem:step-up-needed");
    });
    let audit = app.audit();
    assert!(
        audit[..4].iter().all(|record| record["reason"] == "device_not_admitted"),
        "{audit:#?}"
    );
}
