#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod attacks;
mod certificates;
mod forwarded;
mod local;
mod remembered;
mod roles;
mod timing;
mod vectors;

use std::time::Duration;

use serde_json::{Value, json};
use zt_core::contract::{Effect, ScopeInfo, Sensitivity};
use zt_core::decide::{Grants, ScopeTable};

use super::*;
use crate::authority::{LocalAuthority, Signer};
use crate::clock::{Clock, ManualClock};
use crate::problem::Refusal;
use crate::testing::block_on;

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "https://api.example";
const NOW: i64 = 1_800_000_000;

const READ: ScopeInfo = ScopeInfo {
    name: "orders:read",
    effect: Effect::Reads,
    sensitivity: Sensitivity::Ordinary,
    reason: "",
};
const WRITE: ScopeInfo = ScopeInfo {
    name: "orders:write",
    effect: Effect::Writes,
    sensitivity: Sensitivity::Ordinary,
    reason: "",
};

struct Read;
impl Scope for Read {
    const INFO: ScopeInfo = READ;
}
struct Write;
impl Scope for Write {
    const INFO: ScopeInfo = WRITE;
}

/// An issuer that isn't ours, with its key, and a service that trusts it.
struct World {
    signer: Signer,
    issuer: Issuer,
    clock: Clock,
    hand: ManualClock,
    revocations: Revocations,
}

fn verify_with(verifier: &Verifier, token: &str, clock: &Clock) -> Result<Identity, Refusal> {
    let grants = ScopeTable::build([READ, WRITE].iter()).unwrap().into();
    verify_granting(&grants, verifier, token, clock)
}

fn verify_granting(
    grants: &Grants,
    verifier: &Verifier,
    token: &str,
    clock: &Clock,
) -> Result<Identity, Refusal> {
    let header = format!("Bearer {token}");
    let credential = Credential::read([header.as_bytes()], None)?.expect("a credential");
    block_on(verifier.verify(&credential, clock, grants))?.bound(Presented::default())
}

impl World {
    fn new() -> Self {
        let signer = Signer::generate().unwrap();
        let (clock, hand) = Clock::manual(Timestamp::from_second(NOW).unwrap());
        let mut keys = keyring::Keyring::default();
        keys.add(&signer.public_paserk()).unwrap();
        let local_keys = keyring::LocalKeyring::default();
        let trust = PasetoTrust { keys, local_keys, implicit: Box::from([]), authority: None };
        let issuer = Issuer::nameless(ISSUER, AUDIENCE, Tokens::Paseto(trust));
        let revocations = Revocations::in_memory(clock.clone());
        Self { signer, issuer, clock, hand, revocations }
    }

    fn trust_mut(&mut self) -> &mut PasetoTrust {
        match &mut self.issuer.tokens {
            Tokens::Paseto(trust) => trust,
            Tokens::Jwt(_) => panic!("an issuer of PASETO"),
        }
    }

    fn footer(&self) -> String {
        json!({ "kid": self.signer.key_id() }).to_string()
    }

    /// A token with the payload's very bytes.
    fn sign(&self, payload: &str) -> String {
        self.sign_with(payload, &self.footer(), b"")
    }

    fn sign_with(&self, payload: &str, footer: &str, implicit: &[u8]) -> String {
        self.signer.sign_bytes(payload.as_bytes(), footer.as_bytes(), implicit)
    }

    fn verify(&self, token: &str) -> Result<Identity, Refusal> {
        let verifier = Verifier::new(vec![self.issuer.clone()], self.revocations.clone());
        verify_with(&verifier, token, &self.clock)
    }

    /// Refused as `invalid_token`, for that reason.
    #[track_caller]
    fn refused(&self, token: &str) -> &'static str {
        match self.verify(token) {
            Err(Refusal::InvalidToken(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }

    /// As `claims`, with some of them changed; `null` takes one away.
    fn refused_with(&self, changes: Value) -> &'static str {
        self.refused(&self.sign(&with(changes).to_string()))
    }
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "alice", "aud": AUDIENCE, "jti": "t1", "scope": "orders:read profile",
        "iat": "2027-01-15T08:00:00Z", "nbf": "2027-01-15T08:00:00+00:00", "exp": "2027-01-15T08:30:00Z",
    })
}

/// Changed claims. A `{"set": x}` sets `x` where `x` itself is null.
fn with(changes: Value) -> Value {
    let mut all = claims();
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(all.as_object_mut().unwrap().remove(key)),
            Value::Object(set) if set.contains_key("set") => all[key] = set["set"].clone(),
            value => all[key] = value.clone(),
        }
    }
    all
}

#[test]
fn a_good_token_says_who_calls() {
    let world = World::new();
    let identity = world
        .verify(&world.sign(&with(json!({"tenant": "acme", "client_id": "web"})).to_string()))
        .unwrap();
    assert_eq!(identity.subject(), &Subject::new(ISSUER, "alice", Kind::Person).unwrap());
    assert_eq!(identity.tenant().unwrap().name(), "acme");
    assert_eq!(identity.client().unwrap().name(), "web");
    assert!(identity.holds::<Read>() && !identity.holds::<Write>());
    assert_eq!(identity.expires_at().duration_since(identity.issued_at()).as_mins(), 30);
}

#[test]
fn t05_the_audience_may_be_one_of_several() {
    let world = World::new();
    world.verify(&world.sign(&with(json!({"aud": ["x", AUDIENCE]})).to_string())).unwrap();
    for aud in [
        json!(null),
        json!("x"),
        json!([]),
        json!(["x"]),
        json!("https://api.example/"),
        json!([[AUDIENCE]]),
    ] {
        world.refused_with(json!({"aud": {"set": aud}}));
    }
    assert_eq!(world.refused_with(json!({"aud": "https://API.example"})), "wrong_audience");
}

// T-03, P-05, X07.
#[test]
fn t03_times_of_the_wrong_type_are_refused_and_not_absent() {
    let world = World::new();
    let wrong = [
        json!(1_800_000_000),
        json!(1.5),
        json!(null),
        json!([]),
        json!({}),
        json!(true),
        json!(""),
        json!("1800000000"),
        json!("2027-01-15 08:30:00Z"),
        json!("2027-01-15"),
        json!("never"),
    ];
    for claim in ["exp", "iat", "nbf"] {
        for value in &wrong {
            assert_eq!(
                world.refused_with(json!({claim: {"set": value}})),
                "payload_malformed",
                "{claim} {value}"
            );
        }
    }
    assert_eq!(world.refused_with(json!({"exp": null})), "payload_malformed");
    assert_eq!(world.refused_with(json!({"iat": null})), "payload_malformed");
    world.verify(&world.sign(&with(json!({"nbf": null})).to_string())).unwrap();
}

#[test]
fn t04_the_issuer_is_compared_exactly() {
    let world = World::new();
    for iss in [
        "https://issuer.example/",
        "https://ISSUER.example",
        "https://issuer.exampl",
        "dev:shop",
        "",
    ] {
        assert_eq!(world.refused_with(json!({"iss": iss})), "wrong_issuer", "{iss}");
    }
}

#[test]
fn t07_claims_that_are_needed_are_needed() {
    let world = World::new();
    for claim in ["iss", "sub", "aud", "exp", "iat", "jti"] {
        assert_eq!(world.refused_with(json!({claim: null})), "payload_malformed", "{claim}");
        world.refused_with(json!({claim: {"set": null}}));
        world.refused_with(json!({claim: {"set": 7}}));
        world.refused_with(json!({claim: {"set": ""}}));
    }
    for claim in ["tenant", "client_id", "kind", "scope"] {
        world.refused_with(json!({claim: {"set": null}}));
        world.refused_with(json!({claim: {"set": 7}}));
    }
    world.refused_with(json!({"kind": "root"}));
    world.refused_with(json!({"tenant": ""}));
    world.refused_with(json!({"sub": "a\u{202e}b"}));
    world.refused_with(json!({"jti": "j".repeat(256)}));
}

#[test]
fn t13_time_passes_and_tokens_end() {
    let world = World::new();
    let token = world.sign(&claims().to_string());
    world.verify(&token).unwrap();
    world.hand.advance(Duration::from_secs(1799));
    world.verify(&token).unwrap();
    world.hand.advance(Duration::from_secs(1));
    assert_eq!(world.refused(&token), "expired");
    world.hand.set(Timestamp::from_second(NOW - 10).unwrap());
    world.verify(&token).unwrap();
    world.hand.set(Timestamp::from_second(NOW - 11).unwrap());
    assert_eq!(world.refused(&token), "issued_in_the_future");
}

#[test]
fn t13_a_life_over_the_cap_is_refused() {
    let world = World::new();
    world.verify(&world.sign(&with(json!({"exp": "2027-01-15T09:00:00Z"})).to_string())).unwrap();
    assert_eq!(world.refused_with(json!({"exp": "2027-01-15T09:00:01Z"})), "life_too_long");
    assert_eq!(world.refused_with(json!({"exp": "9999-12-30T00:00:00Z"})), "life_too_long");
    assert_eq!(world.refused_with(json!({"iat": "0001-01-01T00:00:00Z"})), "life_too_long");
    assert_eq!(world.refused_with(json!({"nbf": "2027-01-15T08:00:11Z"})), "not_yet_valid");
    // Within the leeway it may be issued after it expires: it never counted.
    world.hand.set(Timestamp::from_second(NOW).unwrap());
    assert_eq!(
        world.refused_with(
            json!({"iat": "2027-01-15T08:00:08Z", "exp": "2027-01-15T08:00:05Z", "nbf": null})
        ),
        "life_too_long"
    );
}

// X09: a client that calls itself like a person is no person.
#[test]
fn x09_a_client_is_told_from_a_person_of_its_name() {
    let world = World::new();
    let kind = |changes: Value| {
        world.verify(&world.sign(&with(changes).to_string())).unwrap().subject().kind()
    };
    assert_eq!(kind(json!({})), Kind::Person);
    assert_eq!(kind(json!({"client_id": "web"})), Kind::Person);
    assert_eq!(kind(json!({"client_id": "alice"})), Kind::Client);
    assert_eq!(kind(json!({"kind": "client"})), Kind::Client);
    assert_eq!(kind(json!({"kind": "workload"})), Kind::Workload);
}

#[test]
fn the_age_of_a_token_is_in_whole_seconds_and_never_negative() {
    let world = World::new();
    let identity = world.verify(&world.sign(&claims().to_string())).unwrap();
    let age = |second: i64| match identity.facts(Timestamp::from_second(NOW + second).unwrap()) {
        Facts::Somebody { token_age_seconds, .. } => token_age_seconds.unwrap(),
        Facts::Nobody => panic!("somebody"),
    };
    assert_eq!((age(-5), age(0), age(90)), (0, 0, 90));
}

/// Age of the login, way to log in, and whether the token is bound, a minute after the token was issued.
fn login(changes: Value) -> (Option<u64>, Option<String>, bool) {
    let world = World::new();
    let identity = world.verify(&world.sign(&with(changes).to_string())).unwrap();
    match identity.facts(Timestamp::from_second(NOW + 60).unwrap()) {
        Facts::Somebody { auth_age_seconds, acr, is_bound, .. } => {
            (auth_age_seconds, acr.map(str::to_owned), is_bound)
        }
        Facts::Nobody => panic!("somebody"),
    }
}

#[test]
fn s10_a_login_is_what_the_token_says_of_it_and_nothing_else() {
    assert_eq!(login(json!({})), (None, None, false));
    let told = json!({"auth_time": "2027-01-15T07:59:00.5Z", "acr": "urn:acr:mfa"});
    assert_eq!(login(told), (Some(120), Some("urn:acr:mfa".to_owned()), false));
    // A login after the token would stay young for ever.
    assert_eq!(login(json!({"auth_time": "2027-01-15T08:01:00Z"})).0, Some(0));
    assert_eq!(login(json!({"auth_time": "2027-01-15T08:01:00.001Z"})).0, None);
    assert_eq!(login(json!({"auth_time": "9999-12-30T22:00:00Z"})).0, None);
    assert_eq!(login(json!({"auth_time": "0001-01-01T00:00:00Z"})).0, Some(63_935_596_860));
}

#[test]
fn t03_a_login_of_a_wrong_type_is_a_refusal_and_no_absence() {
    let world = World::new();
    for changes in [
        json!({"auth_time": NOW}),
        json!({"auth_time": {"set": null}}),
        json!({"auth_time": "yesterday"}),
        json!({"auth_time": ""}),
        json!({"acr": 2}),
        json!({"acr": {"set": null}}),
        json!({"acr": ["urn:acr:mfa"]}),
        json!({"acr": true}),
    ] {
        assert_eq!(world.refused_with(changes.clone()), "payload_malformed", "{changes}");
    }
}

#[test]
fn a_revoked_token_is_refused() {
    let world = World::new();
    let token = world.sign(&claims().to_string());
    let identity = world.verify(&token).unwrap();
    world.revocations.revoke_own(&identity).unwrap();
    assert_eq!(world.refused(&token), "token_revoked");
    let other = world.sign(&with(json!({"jti": "t2"})).to_string());
    world.verify(&other).unwrap();
    world.revocations.revoke_subject(identity.subject()).unwrap();
    assert_eq!(world.refused(&other), "subject_revoked");
}

#[test]
fn a_development_token_counts_only_where_the_development_authority_runs() {
    let world = World::new();
    let footer = json!({"kid": world.signer.key_id(), "authority": "dev"}).to_string();
    assert_eq!(
        world.refused(&world.sign_with(&claims().to_string(), &footer, b"")),
        "development_token"
    );
    let local = LocalAuthority::for_test("shop", world.clock.clone()).unwrap();
    let token = local.token_for("alice").holding::<Read>().issue().unwrap();
    assert_eq!(world.refused(&token), "development_token");
    let inside = World { issuer: local.issuers().remove(0), ..World::new() };
    assert!(inside.verify(&token).unwrap().holds::<Read>());
    let without = World { issuer: local.issuers().remove(0), ..world };
    assert_eq!(without.refused(&without.sign(&claims().to_string())), "wrong_authority");
}

// RFC 8693 §4.1: the one who acts now is remembered, and nothing is decided by any of them.
#[test]
fn a11_who_acts_for_the_subject_is_read_strictly_and_grants_nothing() {
    let world = World::new();
    let verify = |act: Value| world.verify(&world.sign(&with(json!({ "act": act })).to_string()));
    let chain = json!({ "sub": "desk", "act": { "sub": "till" } });
    let identity = verify(chain).unwrap();
    assert_eq!((identity.subject().name(), identity.actor()), ("alice", Some("desk")));
    assert!(format!("{identity:?}").contains("desk"));
    assert!(verify(json!({ "sub": "desk", "scope": "orders:write" })).unwrap().holds::<Read>());
    assert!(!verify(json!({ "sub": "desk", "scope": "orders:write" })).unwrap().holds::<Write>());
    assert_eq!(world.verify(&world.sign(&claims().to_string())).unwrap().actor(), None);
    // Of `may_act` nothing is read: it is for the issuer.
    assert!(world.verify(&world.sign(&with(json!({ "may_act": 1 })).to_string())).is_ok());

    let deep = (0..4).fold(json!({ "sub": "a" }), |act, _| json!({ "sub": "a", "act": act }));
    assert_eq!(world.refused_with(json!({ "act": deep })), "actor_chain_too_long");
    for bad in [json!("desk"), json!({}), json!([]), json!({ "sub": 1 }), json!({ "sub": "" })] {
        assert_eq!(world.refused_with(json!({ "act": bad })), "actor_malformed", "{bad}");
    }
    let null = claims().to_string().replace("\"sub\"", "\"act\":null,\"sub\"");
    assert_eq!(world.refused(&world.sign(&null)), "actor_malformed");
}
