#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "tests"
)]

mod asking;
pub(crate) mod desk;

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use zt_core::contract::{Effect, ScopeInfo, Sensitivity};
use zt_core::decide::{Grants, ScopeTable};

use super::{ClientCredentials, Endpoint, Introspection};
use crate::clock::{Clock, ManualClock};
use crate::identity::confirmation::Thumbprint;
use crate::identity::jwt::JwtTrust;
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::claims::Mapping;
use crate::identity::jwt::discovery::{KeyPlace, KeySource};
use crate::identity::jwt::keys::Keys;
use crate::identity::{
    Credential, Identity, Issuer, Kind, Presented, Revocations, Subject, Tokens, Verifier,
};
use crate::outbound::{Outbound, SafeUrl};
use crate::problem::Refusal;
use crate::testing::block_on;
use desk::Desk;

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "https://api.example";
const SECRET: &str = "canary-0123456789";
const NOW: i64 = 1_800_000_000;
const READ: ScopeInfo = ScopeInfo {
    name: "orders:read",
    effect: Effect::Reads,
    sensitivity: Sensitivity::Ordinary,
    reason: "",
};

/// A service that trusts an issuer of opaque tokens.
struct World {
    desk: Desk,
    verifier: Verifier,
    revocations: Revocations,
    clock: Clock,
    hand: ManualClock,
}

impl World {
    fn new() -> Self {
        let desk = Desk::start();
        let url = SafeUrl::parse(&desk.url());
        Self::with(ISSUER, desk, url)
    }

    fn with(issuer: &str, desk: Desk, url: Option<SafeUrl>) -> Self {
        desk.say(200, &answer(&json!({})));
        let (clock, hand) = Clock::manual(Timestamp::from_second(NOW).unwrap());
        let revocations = Revocations::in_memory(clock.clone());
        let tokens = Tokens::Jwt(trust(issuer, url, &clock));
        let trusted = vec![Issuer::nameless(issuer, AUDIENCE, tokens)];
        let verifier = Verifier::new(trusted, revocations.clone());
        Self { desk, verifier, revocations, clock, hand }
    }

    fn verify(&self, token: &str) -> Result<Identity, Refusal> {
        self.verify_as(token, Presented::default())
    }

    fn verify_as(&self, token: &str, presented: Presented) -> Result<Identity, Refusal> {
        block_on(self.verify_beside(token, presented))
    }

    async fn verify_beside(&self, token: &str, presented: Presented) -> Result<Identity, Refusal> {
        let header = format!("Bearer {token}");
        let credential = Credential::read([header.as_bytes()], None)?.expect("a credential");
        let table: Grants = ScopeTable::build([READ].iter()).unwrap().into();
        self.verifier.verify(&credential, &self.clock, &table).await?.bound(presented)
    }

    /// Another token that the issuer answers so about.
    #[track_caller]
    fn refused(&self, changes: &Value) -> &'static str {
        self.refused_text(&answer(changes))
    }

    #[track_caller]
    fn refused_text(&self, body: &str) -> &'static str {
        self.desk.say(200, body);
        match self.verify(&format!("opaque-{}", self.desk.asked())) {
            Err(Refusal::InvalidToken(reason)) => reason,
            other => panic!("{body}: {other:?}"),
        }
    }
}

pub(crate) fn trust(issuer: &str, url: Option<SafeUrl>, clock: &Clock) -> JwtTrust {
    let outbound = Outbound::start().unwrap();
    // Nobody publishes keys there: a JWT gets nowhere, and an opaque token needs none.
    let nowhere = SafeUrl::parse("http://127.0.0.1:1/jwks").unwrap();
    let source =
        KeySource::new(issuer.to_owned(), KeyPlace::Address(nowhere), Algorithms::default());
    let introspection = Introspection::new(
        &outbound,
        Endpoint::new(issuer, url),
        ClientCredentials::new("shop", SECRET),
        clock.clone(),
    );
    JwtTrust {
        typ: "at+jwt".into(),
        mapping: Mapping::default(),
        keys: Keys::start(source, Duration::from_secs(3600), &outbound, clock.clone(), None),
        introspection: Some(introspection),
    }
}

/// A changed answer; `null` takes a member away.
fn answer(changes: &Value) -> String {
    let mut all = json!({
        "active": true, "iss": ISSUER, "sub": "alice", "aud": AUDIENCE, "client_id": "web",
        "scope": "orders:read profile", "iat": NOW, "exp": NOW + 600, "token_type": "Bearer",
    });
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(all.as_object_mut().unwrap().remove(key)),
            value => all[key] = value.clone(),
        }
    }
    all.to_string()
}

#[test]
fn t24_the_issuer_says_who_calls() {
    let world = World::new();
    let identity = world.verify("opaque").unwrap();
    assert_eq!(identity.subject(), &Subject::new(ISSUER, "alice", Kind::Person).unwrap());
    assert_eq!(identity.client().unwrap().name(), "web");
    let (head, form) = world.desk.questions().remove(0);
    assert_eq!(form, "token=opaque&token_type_hint=access_token");
    assert!(head.starts_with("POST /introspect HTTP/1.1\r\n"), "{head}");
    // shop:canary-0123456789
    assert!(head.contains("authorization: Basic c2hvcDpjYW5hcnktMDEyMzQ1Njc4OQ==\r\n"), "{head}");
    assert!(head.contains("content-type: application/x-www-form-urlencoded\r\n"), "{head}");
    // A token may start as a PASETO does, and what stands in it is encoded.
    world.verify("v4+/~==").unwrap();
    assert_eq!(world.desk.questions()[1].1, "token=v4%2B%2F%7E%3D%3D&token_type_hint=access_token");
}

#[test]
fn t24_what_the_answer_leaves_out_is_known_otherwise() {
    let world = World::new();
    let changes = json!({"iss": null, "sub": null, "token_type": null});
    world.desk.say(200, &answer(&changes));
    let identity = world.verify("opaque").unwrap();
    assert_eq!(identity.subject(), &Subject::new(ISSUER, "web", Kind::Client).unwrap());
    // printf opaque | sha256sum
    let id = "6d229884c1268bb0ab32d8da315d0fe52f9147228bd830a37bc9fb28a954940d";
    assert_eq!(identity.token_id(), id);
}

#[test]
fn t24_active_is_true_and_nothing_else() {
    let world = World::new();
    assert_eq!(world.refused(&json!({"active": false})), "token_inactive");
    for active in [json!("true"), json!(1), json!([true]), json!({}), json!("false"), Value::Null] {
        assert_eq!(world.refused(&json!({ "active": active })), "introspection_malformed");
    }
    let good = answer(&json!({}));
    let rest = &good[1..];
    for body in [
        format!("{{\"active\":null,{}", &answer(&json!({"active": null}))[1..]),
        format!("{{\"active\":false,{rest}"),
        format!("{{\"\\u0061ctive\":true,{rest}"),
        format!("{{\"x\":{{\"a\":1,\"a\":2}},{rest}"),
        format!("[{good}]"),
        format!("{good}{good}"),
        format!("\u{feff}{good}"),
        "true".to_owned(),
        String::new(),
        "<html>".to_owned(),
    ] {
        assert_eq!(world.refused_text(&body), "introspection_malformed", "{body}");
    }
}

#[test]
fn t24_the_answer_is_held_against_what_a_token_is() {
    let world = World::new();
    for (changes, reason) in [
        (json!({"exp": NOW}), "expired"),
        (json!({"exp": null}), "payload_malformed"),
        (json!({"exp": "1800000600"}), "payload_malformed"),
        (json!({"exp": NOW + 3601}), "life_too_long"),
        (json!({"iat": null}), "payload_malformed"),
        (json!({"iat": NOW + 11}), "issued_in_the_future"),
        (json!({"nbf": NOW + 11}), "not_yet_valid"),
        (json!({"aud": "https://other.example"}), "wrong_audience"),
        (json!({"aud": []}), "wrong_audience"),
        (json!({"aud": null}), "payload_malformed"),
        (json!({"iss": "https://other.example"}), "wrong_issuer"),
        (json!({"iss": 1}), "payload_malformed"),
        (json!({"sub": 1}), "payload_malformed"),
        (json!({"client_id": null}), "payload_malformed"),
        (json!({"jti": ""}), "token_id_malformed"),
        (json!({"scope": ["orders:read"]}), "payload_malformed"),
        (json!({"token_type": "refresh_token"}), "wrong_type"),
        (json!({"token_type": "N_A"}), "wrong_type"),
        (json!({"token_type": "DPoP"}), "wrong_type"),
        (json!({"token_type": 1}), "introspection_malformed"),
        (json!({"cnf": {}}), "confirmation_malformed"),
        (json!({"cnf": {"kid": "x"}}), "confirmation_malformed"),
    ] {
        assert_eq!(world.refused(&changes), reason, "{changes}");
    }
}

#[test]
fn t24_a_bound_token_is_refused_as_bearer() {
    let world = World::new();
    let jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    for typ in ["DPoP", "dpop", "Bearer"] {
        let changes = json!({"cnf": {"jkt": jkt}, "token_type": typ});
        assert_eq!(world.refused(&changes), "bound_token_as_bearer");
    }
    let x5t = json!({"cnf": {"x5t#S256": jkt}});
    assert_eq!(world.refused(&x5t), "wrong_certificate");
    let presented = Presented { jkt: None, x5t: Thumbprint::parse(jkt), signer: None };
    assert!(world.verify_as("with-certificate", presented).is_ok());
}

#[test]
fn t24_a_token_with_dots_is_never_sent() {
    let world = World::new();
    for token in ["a.b", "a.b.c", "a.b.c.d.e", "v4.public.abc", "eyJhbGciOiJub25lIn0.e30."] {
        assert!(matches!(world.verify(token), Err(Refusal::InvalidToken(_))), "{token}");
    }
    assert_eq!(world.desk.asked(), 0);
}

#[test]
fn t23_a_token_without_id_can_be_revoked_here_too() {
    let world = World::new();
    let identity = world.verify("opaque").unwrap();
    world.revocations.revoke_own(&identity).unwrap();
    assert!(matches!(world.verify("opaque"), Err(Refusal::InvalidToken(_))));
    assert_eq!(world.desk.asked(), 1);
}

#[test]
fn l03_the_secret_prints_nowhere() {
    let world = World::new();
    let shown = format!("{:?}", world.verifier);
    assert!(shown.contains("Introspection"), "{shown}");
    for secret in ["canary", "c2hvcDpjYW5hcnk"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
