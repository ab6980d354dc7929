//! P-01 to P-08, X33: `v4.local` tokens, where the issuer shares a key with the service, and only there.

use pasetors::keys::Generate as _;
use pasetors::paserk::Id;
use pasetors::version4::LocalToken;

use super::*;
use crate::identity::keyring::{LocalKey, LocalKeyring, PublicKey, paserk_of};

const IMPLICIT: &[u8] = b"acme";

/// A service that also opens tokens of this key, and its issuer.
struct Shared {
    world: World,
    key: LocalKey,
}

impl Shared {
    fn new() -> Self {
        let (mut world, key) = (World::new(), LocalKey::generate().unwrap());
        let trust = world.trust_mut();
        trust.local_keys = LocalKeyring::parse([paserk_of(&key).as_str()].into_iter()).unwrap();
        trust.implicit = Box::from(IMPLICIT);
        Self { world, key }
    }

    fn footer(&self) -> String {
        json!({ "kid": paserk_of(&Id::from(&self.key)) }).to_string()
    }

    fn seal(&self, claims: &Value) -> String {
        sealed(&self.key, &claims.to_string(), &self.footer(), IMPLICIT)
    }
}

fn sealed(key: &LocalKey, payload: &str, footer: &str, implicit: &[u8]) -> String {
    let footer = Some(footer.as_bytes());
    LocalToken::encrypt(key, payload.as_bytes(), footer, Some(implicit)).unwrap()
}

#[test]
fn p01_a_local_token_counts_where_its_key_is_declared_and_nowhere_else() {
    let mut shared = Shared::new();
    let token = shared.seal(&with(json!({ "tenant": "acme" })));
    let identity = shared.world.verify(&token).unwrap();
    assert_eq!(identity.subject(), &Subject::new(ISSUER, "alice", Kind::Person).unwrap());
    assert!(identity.holds::<Read>() && !identity.holds::<Write>());
    let public = shared.world.sign_with(&claims().to_string(), &shared.world.footer(), IMPLICIT);
    assert!(shared.world.verify(&public).is_ok(), "v4.public counts beside");
    shared.world.trust_mut().local_keys = LocalKeyring::default();
    assert_eq!(shared.world.refused(&token), "not_v4_public");
}

// The public key is public: taken as a shared one it would open whatever its finder made.
#[test]
fn x33_no_key_counts_for_the_other_purpose() {
    let shared = Shared::new();
    let world = &shared.world;
    let public = PublicKey::try_from(world.signer.public_paserk().as_str()).unwrap();
    let forged = LocalKey::from(public.as_bytes()).unwrap();
    let payload = claims().to_string();
    for (footer, reason) in [(world.footer(), "unknown_key"), (shared.footer(), "bad_tag")] {
        let token = sealed(&forged, &payload, &footer, IMPLICIT);
        assert_eq!(world.refused(&token), reason);
        assert_ne!(world.refused(&token.replacen("local", "public", 1)), "not_v4_public");
    }
    // A public token that names the shared key, and each under the other's name.
    let token = world.sign_with(&payload, &shared.footer(), IMPLICIT);
    assert_eq!(world.refused(&token), "unknown_key");
    let token = world.sign_with(&payload, &world.footer(), IMPLICIT);
    assert_eq!(world.refused(&token.replacen("public", "local", 1)), "unknown_key");
    let token = shared.seal(&claims());
    assert_eq!(world.refused(&token.replacen("local", "public", 1)), "unknown_key");
}

#[test]
fn x33_footer_key_and_implicit_assertion_are_part_of_a_local_token() {
    let shared = Shared::new();
    let (payload, stranger) = (claims().to_string(), LocalKey::generate().unwrap());
    let lid = paserk_of(&Id::from(&stranger));
    let own = json!({ "kid": lid, "key": paserk_of(&stranger) }).to_string();
    let dev = json!({ "kid": paserk_of(&Id::from(&shared.key)), "authority": "dev" }).to_string();
    let broad: serde_json::Map<_, _> = (0..513).map(|it| (it.to_string(), json!(1))).collect();
    let broad = Value::Object(broad).to_string();
    let deep = json!({ "kid": { "kid": "x" } }).to_string();
    let cases = [
        (sealed(&stranger, &payload, &own, IMPLICIT), "unknown_key"),
        (sealed(&stranger, &payload, &shared.footer(), IMPLICIT), "bad_tag"),
        (sealed(&shared.key, &payload, &shared.footer(), b"other"), "bad_tag"),
        (sealed(&shared.key, &payload, &shared.footer(), b""), "bad_tag"),
        (sealed(&shared.key, &payload, &dev, IMPLICIT), "development_token"),
        (sealed(&shared.key, &payload, &deep, IMPLICIT), "footer_malformed"),
        (sealed(&shared.key, &payload, "", IMPLICIT), "footer_malformed"),
        (sealed(&shared.key, &payload, &broad, IMPLICIT), "footer_malformed"),
        (sealed(&shared.key, "[]", &shared.footer(), IMPLICIT), "payload_malformed"),
    ];
    for (token, reason) in cases {
        assert_eq!(shared.world.refused(&token), reason);
    }
}

#[test]
fn x33_a_local_token_that_lost_or_changed_a_character_is_refused() {
    let shared = Shared::new();
    let token = shared.seal(&claims());
    for length in 1..token.len() {
        shared.world.refused(token.get(..length).unwrap());
    }
    for index in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
        shared.world.refused(&String::from_utf8(changed).unwrap());
    }
}

// P-05, P-07, P-08: what is sealed is held against the same terms as what is signed.
#[test]
fn p05_the_claims_of_a_local_token_are_checked_as_any() {
    let shared = Shared::new();
    for (changes, reason) in [
        (json!({ "exp": "2027-01-15T07:59:59Z" }), "expired"),
        (json!({ "aud": "https://other.example" }), "wrong_audience"),
        (json!({ "iss": "https://other.example" }), "wrong_issuer"),
        (json!({ "exp": null }), "payload_malformed"),
        (json!({ "exp": 1_900_000_000 }), "payload_malformed"),
    ] {
        assert_eq!(shared.world.refused(&shared.seal(&with(changes.clone()))), reason, "{changes}");
    }
    let bound = with(json!({ "cnf": { "set": { "jkt": "A".repeat(43) } } }));
    assert_eq!(shared.world.refused(&shared.seal(&bound)), "bound_token_as_bearer");
    let doubled = claims().to_string().replacen('{', r#"{"scope":"orders:write","#, 1);
    let token = sealed(&shared.key, &doubled, &shared.footer(), IMPLICIT);
    assert_eq!(shared.world.refused(&token), "payload_malformed");
}
