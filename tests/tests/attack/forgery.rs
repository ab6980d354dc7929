//! X33 and X09, with keys at hand: what the trusted key signed for others, and what others signed.

use serde_json::{Value, json};

use super::siege::guarded;
use crate::fixture::Route;
use crate::fixture::issuer::{EVERY_SCOPE, IMPLICIT, Issuer, Real, UNTHROTTLED, claims, text};
use crate::fixture::wire::{Wire, exchange};

/// Fewer than an address is given before it only hears 429.
const REFUSALS: usize = 500;

/// Each token to each route of a service that trusts `issuer`: refused with `status`, no handler ran, one record each.
pub(super) fn besieged(
    issuer: &Issuer,
    routes: &[Route],
    tokens: Vec<String>,
    status: u16,
    reasons: &[&str],
) {
    let requests: Vec<(&Route, &String)> =
        tokens.iter().flat_map(|token| routes.iter().map(move |route| (route, token))).collect();
    for requests in requests.chunks(REFUSALS) {
        let real = Real::start_saying(issuer, UNTHROTTLED);
        let before = real.desk.things();
        for (route, token) in requests {
            let head = format!(
                "host: localhost\r\nauthorization: Bearer {token}\r\nconnection: close\r\n"
            );
            let mut wire = Wire::open(real.address);
            wire.send(route.raw(route.sample.target, &head));
            let answer = wire.answer_to(route.method()).unwrap();
            assert_eq!(answer.status, status, "{} with {token}: {answer:?}", route.name());
        }
        let records = real.records(requests.len());
        assert_eq!(records.len(), requests.len());
        for record in &records {
            assert_eq!(record["outcome"], "deny", "{record}");
            assert!(reasons.contains(&record["reason"].as_str().unwrap()), "{record}");
        }
        assert_eq!((real.runs.total(), real.desk.things()), (0, before));
    }
}

fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut claims = claims(EVERY_SCOPE);
    change(&mut claims);
    claims
}

#[test]
fn x33_p06_what_was_signed_for_another_audience_or_tenant_counts_for_nothing() {
    let issuer = Issuer::new();
    let good = claims(EVERY_SCOPE).to_string();
    // The implicit assertion isn't sent: only the signature tells.
    let tokens = ["", "office", "office of globex", "office of acme ", "test:Office"]
        .into_iter()
        .map(|implicit| issuer.sign_with(&good, &issuer.footer(), implicit))
        .collect();
    besieged(&issuer, &guarded(), tokens, 401, &["bad_signature"]);
}

#[test]
fn x33_x09_another_issuer_audience_or_key_counts_for_nothing() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let good = claims(EVERY_SCOPE);
    let tokens = vec![
        issuer.sign(&changed(|claims| claims["iss"] = json!("https://other.example"))),
        issuer.sign(&changed(|claims| claims["iss"] = json!("https://issuer.example/"))),
        issuer.sign(&changed(|claims| claims["iss"] = json!("test:Office"))),
        issuer.sign(&changed(|claims| claims["aud"] = json!("other"))),
        issuer.sign(&changed(|claims| claims["aud"] = json!(["other", "OFFICE"]))),
        issuer.sign(&changed(|claims| claims["aud"] = json!([]))),
        // The other's own footer, and the other's signature under the trusted key's name.
        other.sign(&good),
        other.sign_with(&good.to_string(), &issuer.footer(), IMPLICIT),
        issuer.sign_with(&good.to_string(), &other.footer(), IMPLICIT),
    ];
    let reasons = ["wrong_issuer", "wrong_audience", "unknown_key", "bad_signature"];
    besieged(&issuer, &guarded(), tokens, 401, &reasons);
}

#[test]
fn x33_p04_a_footer_is_flat_and_names_a_key() {
    let issuer = Issuer::new();
    let good = claims(EVERY_SCOPE).to_string();
    let kid = issuer.key_id();
    let deep = format!("{{\"kid\":{kid:?},\"x\":{}1{}}}", "[".repeat(2000), "]".repeat(2000));
    let tokens = [
        String::new(),
        "{}".to_owned(),
        kid.clone(),
        format!("[{kid:?}]"),
        json!({ "kid": [kid] }).to_string(),
        json!({ "kid": { "kid": kid } }).to_string(),
        json!({ "kid": kid, "x": {} }).to_string(),
        format!("{{\"kid\":{kid:?},\"kid\":{kid:?}}}"),
        deep,
        json!({ "kid": issuer.public() }).to_string(),
        json!({ "kid": "../../dev/null" }).to_string(),
        json!({ "kid": "' OR 1=1" }).to_string(),
        json!({ "wpk": issuer.public(), "kid": "k4.pid.AAAA" }).to_string(),
        json!({ "kid": kid, "authority": "dev" }).to_string(),
        json!({ "kid": kid, "authority": "test" }).to_string(),
    ]
    .iter()
    .map(|footer| issuer.sign_with(&good, footer, IMPLICIT))
    .collect();
    besieged(
        &issuer,
        &guarded(),
        tokens,
        401,
        &["footer_malformed", "unknown_key", "development_token"],
    );
}

#[test]
fn x07_t03_times_are_there_and_are_times() {
    let issuer = Issuer::new();
    let now = jiff::Timestamp::now();
    let set = |name: &'static str, value: Value| changed(|claims| claims[name] = value);
    let without = |name: &str| changed(|claims| drop(claims.as_object_mut().unwrap().remove(name)));
    let tokens = [
        without("exp"),
        without("iat"),
        without("jti"),
        without("sub"),
        without("iss"),
        without("aud"),
        set("exp", json!(now.as_second() + 600)),
        set("exp", json!(null)),
        set("exp", json!("tomorrow")),
        set("exp", json!("2999-01-01 00:00:00Z")),
        set("exp", json!([text(now, 600)])),
        set("exp", json!(text(now, -1))),
        set("exp", json!(text(now, 3601))),
        set("exp", json!("9999-12-31T23:59:59Z")),
        set("iat", json!(text(now, 300))),
        set("nbf", json!(text(now, 300))),
        set("nbf", json!(null)),
        set("jti", json!("")),
        set("sub", json!("")),
        set("sub", json!(["alice"])),
        set("tenant", json!(["acme"])),
        set("kind", json!("admin")),
        set("cnf", json!({ "jkt": "x" })),
        set("cnf", json!({ "jkt": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" })),
    ]
    .iter()
    .map(|claims| issuer.sign(claims))
    .collect();
    let reasons = [
        "payload_malformed",
        "expired",
        "life_too_long",
        "issued_in_the_future",
        "not_yet_valid",
        "token_id_malformed",
        "subject_malformed",
        "confirmation_malformed",
        "bound_token_as_bearer",
    ];
    let one: Vec<_> =
        guarded().into_iter().filter(|route| ["me", "read_note"].contains(&route.name())).collect();
    besieged(&issuer, &one, tokens, 401, &reasons);
}

// T-17, X09: the same name from another issuer's point of view: a client whose id is a person's name.
#[test]
fn x09_a_client_with_a_persons_name_is_not_that_person() {
    let issuer = Issuer::new();
    let real = Real::start(&issuer);
    let own_client = changed(|claims| claims["client_id"] = json!("alice"));
    for (claims, status) in [
        (claims(EVERY_SCOPE), 200),
        (own_client, 404),
        (changed(|claims| claims["kind"] = json!("client")), 404),
        (changed(|claims| claims["kind"] = json!("workload")), 404),
        (changed(|claims| claims["tenant"] = json!("globex")), 404),
        (changed(|claims| drop(claims.as_object_mut().unwrap().remove("tenant"))), 404),
    ] {
        let token = issuer.sign(&claims);
        let raw = format!(
            "GET /folders/7001 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        assert_eq!(exchange(real.address, raw).unwrap().status, status, "{claims}");
    }
    assert_eq!(real.records(6).len(), 6);
}
