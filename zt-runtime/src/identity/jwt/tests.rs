#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "tests"
)]

mod forgery;
mod issuer;
mod remembered;
mod rotation;
mod several;
mod vectors;

use std::time::Duration;

use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use zt_core::contract::{Effect, ScopeInfo, Sensitivity};
use zt_core::decide::{Grants, ScopeTable};

use super::JwtTrust;
use super::algorithms::Algorithms;
use super::claims::Mapping;
use super::discovery::{KeyPlace, KeySource};
use super::keys::Keys;
use crate::Scope;
use crate::clock::Clock;
use crate::identity::{
    Credential, Identity, Issuer, Kind, Presented, Revocations, Subject, Tokens, Verifier,
};
use crate::outbound::{Outbound, SafeUrl};
use crate::problem::Refusal;
use crate::testing::block_on;
use issuer::{Key, KeyServer};

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "https://api.example";
const NOW: i64 = 1_800_000_000;

const READ: ScopeInfo = ScopeInfo {
    name: "orders:read",
    effect: Effect::Reads,
    sensitivity: Sensitivity::Ordinary,
    reason: "",
};

struct Read;
impl Scope for Read {
    const INFO: ScopeInfo = READ;
}

/// An issuer with a key server, and a service that trusts it.
struct World {
    server: KeyServer,
    key: Key,
    verifier: Verifier,
    clock: Clock,
}

impl World {
    fn new() -> Self {
        Self::with(Key::generate(Algorithm::ES256, "k1"), |_| {})
    }

    fn with(key: Key, change: impl FnOnce(&mut JwtTrust)) -> Self {
        Self::with_algorithms(key, Algorithms::default(), change)
    }

    fn with_algorithms(
        key: Key,
        algorithms: Algorithms,
        change: impl FnOnce(&mut JwtTrust),
    ) -> Self {
        let server = KeyServer::start(&[&key]);
        let (clock, _) = Clock::manual(Timestamp::from_second(NOW).unwrap());
        let mut trust = trust(ISSUER, &server, algorithms, &clock);
        change(&mut trust);
        let revocations = Revocations::in_memory(clock.clone());
        let verifier = Verifier::new(vec![trusted(trust)], revocations);
        Self { server, key, verifier, clock }
    }

    fn sign(&self, claims: &Value) -> String {
        self.key.sign(&self.header(), claims)
    }

    fn header(&self) -> Value {
        self.key.header()
    }

    fn verify(&self, token: &str) -> Result<Identity, Refusal> {
        self.verify_as(token, Presented::default())
    }

    fn verify_as(&self, token: &str, presented: Presented) -> Result<Identity, Refusal> {
        self.verify_granting(token, &ScopeTable::build([READ].iter()).unwrap().into(), presented)
    }

    fn verify_granting(
        &self,
        token: &str,
        grants: &Grants,
        presented: Presented,
    ) -> Result<Identity, Refusal> {
        let header = format!("Bearer {token}");
        let credential = Credential::read([header.as_bytes()], None)?.expect("a credential");
        block_on(self.verifier.verify(&credential, &self.clock, grants))?.bound(presented)
    }

    /// Refused as `invalid_token`, for that reason.
    #[track_caller]
    fn refused(&self, token: &str) -> &'static str {
        match self.verify(token) {
            Err(Refusal::InvalidToken(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn refused_with(&self, changes: &Value) -> &'static str {
        self.refused(&self.sign(&with(changes)))
    }
}

fn trust(issuer: &str, server: &KeyServer, algorithms: Algorithms, clock: &Clock) -> JwtTrust {
    let outbound = Outbound::start().unwrap();
    let url = SafeUrl::parse(&server.url("/jwks")).unwrap();
    let source = KeySource::new(issuer.to_owned(), KeyPlace::Address(url), algorithms);
    JwtTrust {
        typ: "at+jwt".into(),
        mapping: Mapping::default(),
        keys: Keys::start(source, Duration::from_secs(3600), &outbound, clock.clone(), None),
        introspection: None,
    }
}

fn trusted(trust: JwtTrust) -> Issuer {
    Issuer::nameless(ISSUER, AUDIENCE, Tokens::Jwt(trust))
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "alice", "aud": AUDIENCE, "jti": "t1", "client_id": "web",
        "scope": "orders:read profile", "iat": NOW, "exp": NOW + 600,
    })
}

/// Changed claims; `null` takes one away.
fn with(changes: &Value) -> Value {
    let mut all = claims();
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(all.as_object_mut().unwrap().remove(key)),
            value => all[key] = value.clone(),
        }
    }
    all
}

#[test]
fn t07_a_good_token_says_who_calls() {
    let world = World::new();
    let identity = world.verify(&world.sign(&with(&json!({"tenant": "acme"})))).unwrap();
    assert_eq!(identity.subject(), &Subject::new(ISSUER, "alice", Kind::Person).unwrap());
    assert_eq!(identity.tenant().unwrap().name(), "acme");
    assert_eq!(identity.client().unwrap().name(), "web");
    assert!(identity.holds::<Read>());
    let own = world.verify(&world.sign(&with(&json!({"sub": "web"})))).unwrap();
    assert_eq!(own.subject().kind(), Kind::Client);
}

#[test]
fn t01_each_algorithm_verifies_by_its_own_kind_of_key() {
    for (algorithm, names) in [
        (Algorithm::ES256, &["ES256"][..]),
        (Algorithm::EdDSA, &["EdDSA"]),
        (Algorithm::PS256, &["PS256"]),
        (Algorithm::RS256, &["RS256", "ES256"]),
    ] {
        let allowed = Algorithms::parse(names.iter().copied()).unwrap();
        let world = World::with_algorithms(Key::generate(algorithm, "k1"), allowed, |_| {});
        world.verify(&world.sign(&claims())).unwrap();
    }
}

// T-01: RS256 only by choice, and no key without a known algorithm.
#[test]
fn t01_what_is_not_allowed_is_not_verified() {
    let world = World::with(Key::generate(Algorithm::RS256, "k1"), |_| {});
    assert!(matches!(world.verify(&world.sign(&claims())), Err(Refusal::Unavailable("no_keys"))));
}

#[test]
fn t04_t05_issuer_and_audience_are_compared_whole() {
    let world = World::new();
    for issuer in
        ["https://issuer.example/", "https://issuer.examplf", "HTTPS://issuer.example", ""]
    {
        assert_eq!(world.refused_with(&json!({"iss": issuer})), "wrong_issuer", "{issuer}");
    }
    for audience in [json!("https://api.example/"), json!([]), json!(["x"]), json!("")] {
        assert_eq!(world.refused_with(&json!({"aud": audience})), "wrong_audience");
    }
    assert_eq!(world.refused_with(&json!({"aud": [AUDIENCE, 1]})), "payload_malformed");
    world.verify(&world.sign(&with(&json!({"aud": ["https://other.example", AUDIENCE]})))).unwrap();
}

// T-06, X09: an ID token, a logout token, a SET, a DPoP proof.
#[test]
fn t06_only_an_access_token_is_one() {
    let world = World::new();
    for typ in
        ["JWT", "jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "", "at+jwt ", "text/at+jwt"]
    {
        let mut header = world.header();
        header["typ"] = json!(typ);
        assert_eq!(world.refused(&world.key.sign(&header, &claims())), "wrong_type", "{typ}");
    }
    let mut header = world.header();
    header.as_object_mut().unwrap().remove("typ");
    assert_eq!(world.refused(&world.key.sign(&header, &claims())), "wrong_type");
    for typ in ["at+jwt", "AT+JWT", "application/at+jwt"] {
        header["typ"] = json!(typ);
        world.verify(&world.key.sign(&header, &claims())).unwrap();
    }
}

#[test]
fn t07_each_required_claim_is_required() {
    let world = World::new();
    for claim in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        assert_eq!(world.refused_with(&json!({claim: null})), "payload_malformed", "{claim}");
    }
}

// T-03, X07: CVE-2026-25537.
#[test]
fn t03_a_time_of_the_wrong_type_is_no_absent_time() {
    let world = World::new();
    let wrong = [
        json!("1800000600"),
        json!(1_800_000_600.5),
        json!(-1),
        json!(1_u64 << 53),
        json!([1]),
        json!(true),
    ];
    for claim in ["exp", "nbf", "iat"] {
        for value in &wrong {
            let reason = world.refused_with(&json!({ claim: value }));
            assert_eq!(reason, "payload_malformed", "{claim} {value}");
        }
        let huge = world.key.sign_text(
            &world.header(),
            &format!("{{\"{claim}\":1e309,{}", &with(&json!({ claim: null })).to_string()[1..]),
        );
        assert_eq!(world.refused(&huge), "payload_malformed");
        let null = world.key.sign_text(
            &world.header(),
            &format!("{{\"{claim}\":null,{}", &with(&json!({ claim: null })).to_string()[1..]),
        );
        assert_eq!(world.refused(&null), "payload_malformed");
    }
}

#[test]
fn t13_times_are_kept_to_the_second() {
    let world = World::new();
    assert_eq!(world.refused_with(&json!({"exp": NOW})), "expired");
    assert_eq!(world.refused_with(&json!({"iat": NOW + 11})), "issued_in_the_future");
    assert_eq!(world.refused_with(&json!({"nbf": NOW + 11})), "not_yet_valid");
    assert_eq!(world.refused_with(&json!({"exp": NOW + 3601})), "life_too_long");
    world.verify(&world.sign(&with(&json!({"iat": NOW + 10, "exp": NOW + 1})))).unwrap_err();
    world.verify(&world.sign(&with(&json!({"iat": NOW + 10, "nbf": NOW + 10})))).unwrap();
    world.verify(&world.sign(&with(&json!({"exp": NOW + 3600})))).unwrap();
}

// T-16, X32.
#[test]
fn t16_scopes_are_whole_words_of_one_text() {
    let world = World::new();
    for scope in ["orders", "orders:reading", "ORDERS:READ", "*", "orders:*", "profile"] {
        let identity = world.verify(&world.sign(&with(&json!({"scope": scope})))).unwrap();
        assert!(!identity.holds::<Read>(), "{scope}");
    }
    for scope in [json!(["orders:read"]), json!({"orders:read": true}), json!(1)] {
        assert_eq!(world.refused_with(&json!({ "scope": scope })), "payload_malformed");
    }
    assert_eq!(world.refused_with(&json!({"scope": "a\torders:read"})), "scope_malformed");
    let none = world.verify(&world.sign(&with(&json!({"scope": null})))).unwrap();
    assert!(!none.holds::<Read>());
}

#[test]
fn t16_a_provider_s_own_claims_are_mapped() {
    let mapping = || Mapping {
        scope: "scp".into(),
        client: "azp".into(),
        tenant: "tid".into(),
        ..Mapping::default()
    };
    let world =
        World::with(Key::generate(Algorithm::ES256, "k1"), |trust| trust.mapping = mapping());
    let changes = json!({
        "scope": "orders:write", "client_id": null, "azp": "web", "tid": "acme",
        "scp": ["orders:read", "profile"],
    });
    let identity = world.verify(&world.sign(&with(&changes))).unwrap();
    assert!(identity.holds::<Read>());
    assert_eq!(identity.tenant().unwrap().name(), "acme");
    assert_eq!(world.refused(&world.sign(&with(&json!({"azp": null})))), "payload_malformed");
    for scopes in [json!(["profile orders:read"]), json!(["orders:read", ""]), json!([1])] {
        let changes = json!({"azp": "web", "scp": scopes});
        assert_eq!(world.refused_with(&changes), "payload_malformed", "{scopes}");
    }
}

#[test]
fn a11_who_acts_for_the_subject_is_read_strictly() {
    let world = World::new();
    let chain = json!({ "act": { "sub": "desk", "act": { "sub": "till" } } });
    assert_eq!(world.verify(&world.sign(&with(&chain))).unwrap().actor(), Some("desk"));
    let mut null = claims();
    null["act"] = Value::Null;
    assert_eq!(world.refused(&world.sign(&null)), "actor_malformed");
    let deep = (0..4).fold(json!({ "sub": "a" }), |act, _| json!({ "sub": "a", "act": act }));
    assert_eq!(world.refused_with(&json!({ "act": deep })), "actor_chain_too_long");
}
