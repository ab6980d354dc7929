//! The twelve checks of RFC 9449 §4.3, one after the other. Proofs are signed by jsonwebtoken.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod attacks;
mod keys;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::clock::Clock;
use crate::identity::Replays;

const NOW: i64 = 1_800_000_000;
const TOKEN: &str = "v4.public.abc";

/// A caller's key.
struct Key {
    key: EncodingKey,
    algorithm: Algorithm,
}

impl Key {
    fn es256() -> Self {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        Self { key: EncodingKey::from_ec_der(&pair.serialize_der()), algorithm: Algorithm::ES256 }
    }

    fn jwk(&self) -> Jwk {
        Jwk::from_encoding_key(&self.key, self.algorithm).unwrap()
    }

    /// The public key as a proof shows it.
    fn public(&self) -> Value {
        let mut jwk = serde_json::to_value(self.jwk()).unwrap();
        jwk.as_object_mut().unwrap().remove("alg");
        jwk
    }

    fn thumbprint(&self) -> Thumbprint {
        let text = self.jwk().thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256).unwrap();
        Thumbprint::parse(&text).unwrap()
    }

    /// A JWS of exactly these texts.
    fn sign(&self, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", encode(header), encode(payload));
        let signature =
            jsonwebtoken::crypto::sign(signed.as_bytes(), &self.key, self.algorithm).unwrap();
        format!("{signed}.{signature}")
    }
}

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

struct World {
    dpop: Dpop,
    era: Era,
    replays: Replays,
    key: Key,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn ath(token: &str) -> String {
    encode_bytes(&Sha256::digest(token))
}

fn encode_bytes(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn credential(token: &str) -> Credential {
    let header = format!("DPoP {token}");
    Credential::read([header.as_bytes()], None).unwrap().unwrap()
}

fn dpop_at(origins: Origins) -> Dpop {
    Dpop::new(origins.into())
}

impl World {
    fn new() -> Self {
        let dpop = dpop_at(Origins::new(Origin::parse("https://api.example")));
        let (clock, _hand) = Clock::manual(at(0));
        let (era, replays) = (Era::of_process(&clock).unwrap(), Replays::new().unwrap());
        Self { dpop, era, replays, key: Key::es256() }
    }

    fn fresh_nonce(&self, now: i64) -> String {
        self.era.nonces.current(at(now))
    }

    fn header(&self) -> Value {
        json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.public() })
    }

    fn claims(&self) -> Value {
        json!({
            "jti": "proof1", "htm": "GET", "htu": "https://api.example/orders/7", "iat": NOW,
            "ath": ath(TOKEN), "nonce": self.fresh_nonce(NOW),
        })
    }

    fn proof(&self) -> String {
        self.key.sign(&self.header().to_string(), &self.claims().to_string())
    }

    fn proof_with(&self, changes: Value) -> String {
        self.key.sign(&self.header().to_string(), &changed(self.claims(), changes).to_string())
    }

    fn proof_under(&self, changes: Value) -> String {
        self.key.sign(&changed(self.header(), changes).to_string(), &self.claims().to_string())
    }

    fn prove(&self, proofs: &[&str]) -> Result<Possession<'_>, Refusal> {
        self.prove_at(proofs, NOW)
    }

    fn prove_at(&self, proofs: &[&str], now: i64) -> Result<Possession<'_>, Refusal> {
        let proofs: Vec<_> = proofs.iter().map(|proof| proof.as_bytes()).collect();
        let request =
            Request { method: "GET", path: "/orders/7", over_tls: false, proofs: &proofs };
        self.dpop.prove(&request, &credential(TOKEN), &self.era, at(now))
    }

    /// From the header to the end, with a token that is bound to the world's key.
    fn use_at(&self, proof: &str, now: i64) -> Result<Confirmed, Refusal> {
        let confirmed =
            self.prove_at(&[proof], now)?.confirm(Some(&self.key.thumbprint()), at(now))?;
        let spent = self.replays.spend(&confirmed.spend, at(now));
        spent.map_err(|spent| confirmed.spend.refusal(spent))?;
        Ok(confirmed)
    }

    fn used(&self, proof: &str) -> Result<Confirmed, Refusal> {
        self.use_at(proof, NOW)
    }

    #[track_caller]
    fn refused(&self, proof: &str) -> &'static str {
        match self.prove(&[proof]) {
            Err(Refusal::InvalidDpopProof(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }
}

/// `null` takes a member away; `{"set": x}` sets `x` where `x` itself is null.
fn changed(mut all: Value, changes: Value) -> Value {
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
fn s02_a_good_proof_counts() {
    let world = World::new();
    assert_eq!(world.used(&world.proof()).map(|used| used.next_nonce), Ok(None));
}

#[test]
fn s02_a_proof_as_jsonwebtoken_writes_it_counts() {
    let world = World::new();
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some("dpop+jwt".into());
    header.jwk = Some(world.key.jwk());
    let proof = jsonwebtoken::encode(&header, &world.claims(), &world.key.key).unwrap();
    assert!(world.used(&proof).is_ok());
}

#[test]
fn s02_check_1_there_is_one_dpop_header() {
    let world = World::new();
    let (one, other) = (world.proof(), world.proof());
    let two = world.prove(&[&one, &other]).err();
    assert_eq!(two, Some(Refusal::InvalidRequest("two_dpop_headers")));
    let none = world.prove(&[]).err();
    assert_eq!(none, Some(Refusal::InvalidDpopProof("dpop_proof_missing")));
}

#[test]
fn s02_check_2_the_header_is_a_single_well_formed_jwt() {
    let world = World::new();
    let proof = world.proof();
    let (head, tail) = proof.split_once('.').unwrap();
    let cases = [
        String::new(),
        "a".into(),
        "..".into(),
        format!("{proof}, {proof}"),
        format!("{proof},{proof}"),
        format!("{proof} {proof}"),
        format!("{proof}.a"),
        format!("{proof}="),
        format!(" {proof}"),
        format!("\"{proof}\""),
        format!("{head}=.{tail}"),
        proof.replace('.', ".."),
        proof.rsplit_once('.').unwrap().0.to_owned(),
        format!("{}.", proof.rsplit_once('.').unwrap().0),
        format!("é{proof}"),
        "a".repeat(8 * 1024 + 1),
        world.key.sign("[]", "{}"),
        world.key.sign(&world.header().to_string(), "[]"),
        world.key.sign(&world.header().to_string(), "{\"jti\":\"a\",\"jti\":\"a\"}"),
        world.proof_under(json!({ "crit": ["exp"] })),
        world.proof_under(json!({ "b64": false })),
    ];
    for case in cases {
        assert_eq!(world.refused(&case), "dpop_proof_malformed", "{case:?}");
    }
    let bytes = world.dpop.prove(
        &Request { method: "GET", path: "/orders/7", over_tls: false, proofs: &[b"\xff\xfe.a.b"] },
        &credential(TOKEN),
        &world.era,
        at(NOW),
    );
    assert_eq!(bytes.err(), Some(Refusal::InvalidDpopProof("dpop_proof_malformed")));
}

#[test]
fn s02_check_3_all_claims_that_are_needed_are_there_and_of_their_type() {
    let world = World::new();
    for claim in ["jti", "htm", "htu", "iat"] {
        for wrong in [json!(null), json!({ "set": null }), json!([]), json!(true), json!(1.5)] {
            let proof = world.proof_with(json!({ claim: wrong }));
            assert_eq!(world.refused(&proof), "dpop_claims_malformed", "{claim}");
        }
    }
    for claim in ["ath", "nonce", "exp", "nbf"] {
        for wrong in [json!({ "set": null }), json!([]), json!(true), json!(1.5)] {
            let proof = world.proof_with(json!({ claim: wrong }));
            assert_eq!(world.refused(&proof), "dpop_claims_malformed", "{claim}");
        }
    }
    for (claim, wrong) in [
        ("jti", json!("")),
        ("jti", json!("a".repeat(256))),
        ("iat", json!(NOW.to_string())),
        ("iat", json!(1e30)),
    ] {
        let proof = world.proof_with(json!({ claim: wrong }));
        assert_eq!(world.refused(&proof), "dpop_claims_malformed", "{claim}");
    }
    assert!(world.used(&world.proof_with(json!({ "jti": "a".repeat(255) }))).is_ok());
    assert!(world.used(&world.proof_with(json!({ "sub": "ignored", "jti": "b" }))).is_ok());
}

#[test]
fn s02_check_4_the_type_is_dpop_jwt() {
    let world = World::new();
    for typ in [json!(null), json!("JWT"), json!("at+jwt"), json!("DPOP+JWT"), json!("dpop+jwt ")] {
        assert_eq!(world.refused(&world.proof_under(json!({ "typ": typ }))), "dpop_wrong_type");
    }
}

#[test]
fn s02_check_5_the_algorithm_signs_with_a_private_key_and_fits_its_key() {
    let world = World::new();
    for alg in [
        "none", "None", "", "HS256", "RS256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256",
        "es256", "ES256K",
    ] {
        let refused = world.refused(&world.proof_under(json!({ "alg": alg })));
        assert_eq!(refused, "dpop_wrong_algorithm", "{alg}");
    }
    let none = world.proof_under(json!({ "alg": "none" }));
    let (signed, _) = none.rsplit_once('.').unwrap();
    world.refused(&format!("{signed}."));
}

#[test]
fn s02_check_6_the_signature_is_the_keys_own() {
    let world = World::new();
    let other = Key::es256().sign(&world.header().to_string(), &world.claims().to_string());
    assert_eq!(world.refused(&other), "dpop_bad_signature");
    let (one, two) = (world.proof(), world.proof_with(json!({ "jti": "proof2" })));
    let (signed, _) = one.rsplit_once('.').unwrap();
    let (_, signature) = two.rsplit_once('.').unwrap();
    assert_eq!(world.refused(&format!("{signed}.{signature}")), "dpop_bad_signature");
}

#[test]
fn s02_check_7_the_key_shows_nothing_private() {
    let world = World::new();
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        for value in [json!("AQAB"), json!(null), json!("")] {
            let mut jwk = world.key.public();
            jwk[member] = value;
            let refused = world.refused(&world.proof_under(json!({ "jwk": jwk })));
            assert_eq!(refused, "dpop_private_key", "{member}");
        }
    }
}

#[test]
fn s02_check_8_the_method_is_that_of_the_request() {
    let world = World::new();
    for htm in ["POST", "get", "Get", "GET ", "", "HEAD", "*"] {
        let proof = world.proof_with(json!({ "htm": htm }));
        assert_eq!(world.refused(&proof), "dpop_wrong_method", "{htm}");
    }
}

#[test]
fn s02_check_9_the_address_is_that_of_the_request() {
    let world = World::new();
    for htu in [
        "https://api.example/orders/8",
        "https://api.example/orders/7/",
        "https://api.example/",
        "http://api.example/orders/7",
        "https://evil.example/orders/7",
        "https://api.example:8443/orders/7",
    ] {
        let proof = world.proof_with(json!({ "htu": htu }));
        assert_eq!(world.refused(&proof), "dpop_wrong_target", "{htu}");
    }
    for htu in ["", "/orders/7", "https://alice@api.example/orders/7", "ftp://api.example/orders/7"]
    {
        let proof = world.proof_with(json!({ "htu": htu }));
        assert_eq!(world.refused(&proof), "dpop_target_malformed", "{htu}");
    }
    for (jti, htu) in [
        ("a", "https://api.example/orders/7?page=2"),
        ("b", "HTTPS://API.EXAMPLE:443/orders/%37#top"),
        ("c", "https://api.example/x/../orders/7"),
    ] {
        assert!(world.used(&world.proof_with(json!({ "jti": jti, "htu": htu }))).is_ok(), "{htu}");
    }
}

// S-06.
#[test]
fn s02_check_10_the_nonce_is_the_servers() {
    let world = World::new();
    let current = world.fresh_nonce(NOW);
    let needed = Some(Refusal::UseDpopNonce { nonce: current.clone() });
    for nonce in [json!(null), json!(""), json!("abc"), json!(world.fresh_nonce(NOW - 600))] {
        let proof = world.proof_with(json!({ "nonce": nonce }));
        assert_eq!(world.used(&proof).err(), needed);
    }
    let early = world.proof_with(json!({ "nonce": world.fresh_nonce(NOW - 300) }));
    assert_eq!(world.used(&early).map(|used| used.next_nonce), Ok(Some(current.clone())));
    // Another instance's, or from before a restart.
    let elsewhere = World { key: Key { ..world.key }, ..World::new() };
    let proof = elsewhere.proof_with(json!({ "nonce": current }));
    assert!(matches!(elsewhere.used(&proof), Err(Refusal::UseDpopNonce { .. })));
}

#[test]
fn s02_check_11_the_proof_was_made_just_now() {
    let world = World::new();
    for (iat, refused) in [
        (NOW - 61, "dpop_proof_too_old"),
        (NOW - 120, "dpop_proof_too_old"),
        (0, "dpop_proof_too_old"),
        (i64::MIN, "dpop_proof_too_old"),
        (NOW + 11, "dpop_proof_from_the_future"),
        (NOW + 120, "dpop_proof_from_the_future"),
        (i64::MAX, "dpop_proof_from_the_future"),
    ] {
        assert_eq!(world.refused(&world.proof_with(json!({ "iat": iat }))), refused, "{iat}");
    }
    for iat in [NOW - 60, NOW, NOW + 10] {
        let proof = world.proof_with(json!({ "iat": iat, "jti": iat.to_string() }));
        assert!(world.used(&proof).is_ok(), "{iat}");
    }
    let ended = world.proof_with(json!({ "exp": NOW }));
    assert_eq!(world.refused(&ended), "dpop_proof_too_old");
    let early = world.proof_with(json!({ "nbf": NOW + 11 }));
    assert_eq!(world.refused(&early), "dpop_proof_from_the_future");
}

// S-05.
#[test]
fn s02_check_12_the_proof_is_for_this_token_and_of_its_key() {
    let world = World::new();
    for wrong in [json!(null), json!(""), json!(ath("other")), json!(format!("{}=", ath(TOKEN)))] {
        let proof = world.proof_with(json!({ "ath": wrong }));
        assert_eq!(world.refused(&proof), "dpop_wrong_token");
    }
    let proof = world.proof();
    let other = world.prove(&[&proof]).unwrap().confirm(Some(&Key::es256().thumbprint()), at(NOW));
    assert_eq!(other, Err(Refusal::InvalidToken("dpop_wrong_key")));
    let unbound = world.prove(&[&proof]).unwrap().confirm(None, at(NOW));
    assert_eq!(unbound, Err(Refusal::InvalidToken("unbound_token_as_dpop")));
    assert!(world.used(&proof).is_ok());
}
