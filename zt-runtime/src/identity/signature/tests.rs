//! A signed request that counts, and what doesn't where one thing is changed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod attacks;
mod vectors;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm as Jose, EncodingKey};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::edge::Headers;
use crate::identity::public_key::KeyFault;

const NOW: i64 = 1_800_000_000;

/// A caller's key.
struct Key {
    key: EncodingKey,
    jose: Jose,
    /// The JOSE algorithm that its JWK says.
    said: Jose,
}

impl Key {
    fn ed25519() -> Self {
        let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
        let der: Pkcs8V1Der<'static> = pair.as_der().unwrap();
        let key = EncodingKey::from_ed_der(der.as_ref());
        Self { key, jose: Jose::EdDSA, said: Jose::EdDSA }
    }

    fn p256() -> Self {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        Self { key, jose: Jose::ES256, said: Jose::ES256 }
    }

    /// jsonwebtoken wants PKCS #1, which is what is in PKCS #8 behind its name of the algorithm.
    fn rsa(said: Jose) -> Self {
        let pair = aws_lc_rs::rsa::KeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'static> = pair.as_der().unwrap();
        Self { key: EncodingKey::from_rsa_der(&der.as_ref()[26..]), jose: Jose::PS512, said }
    }

    fn jwk(&self) -> Map<String, Value> {
        let jwk = serde_json::to_value(Jwk::from_encoding_key(&self.key, self.said).unwrap());
        jwk.unwrap().as_object().unwrap().clone()
    }

    fn public(&self) -> PublicKey {
        PublicKey::of_jwk(self.jwk()).unwrap()
    }

    fn keyid(&self) -> String {
        self.public().thumbprint().to_string()
    }

    /// In standard base64, as structured fields write it.
    fn sign(&self, base: &str) -> String {
        let signature = jsonwebtoken::crypto::sign(base.as_bytes(), &self.key, self.jose).unwrap();
        STANDARD.encode(URL_SAFE_NO_PAD.decode(signature).unwrap())
    }
}

/// What a client sends. Each test changes one thing of it.
#[derive(Clone)]
struct Sent {
    method: &'static str,
    path: &'static str,
    query: &'static str,
    over_tls: bool,
    has_body: bool,
    headers: Vec<(&'static str, String)>,
    covered: Vec<&'static str>,
    /// Of the base, where what is signed isn't what is sent.
    target: &'static str,
    parameters: Vec<(&'static str, String)>,
}

impl Sent {
    fn covers(mut self, name: &'static str) -> Self {
        self.covered.push(name);
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.covered.retain(|covered| *covered != name);
        self
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// With a parameter in the place of the one of its name; `None` takes it away.
    fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.parameters.retain(|(known, _)| *known != name);
        self.parameters.extend(value.map(|value| (name, value.to_owned())));
        self
    }

    fn input(&self) -> String {
        let covered: Vec<_> = self.covered.iter().map(|name| format!("\"{name}\"")).collect();
        let parameters = self.parameters.iter().map(|(name, value)| format!(";{name}={value}"));
        format!("({}){}", covered.join(" "), parameters.collect::<String>())
    }

    /// Written down as a client does it, from what it knows itself.
    fn base(&self) -> String {
        let mut base = String::new();
        for name in &self.covered {
            let value = match *name {
                "@method" => self.method.to_owned(),
                "@target-uri" => self.target.to_owned(),
                "@authority" => "api.example".to_owned(),
                "@scheme" => "https".to_owned(),
                "@path" => self.path.to_owned(),
                "@query" => format!("?{}", self.query),
                "@request-target" => format!("{}?{}", self.path, self.query),
                name => {
                    let lines = self.headers.iter().filter(|(known, _)| *known == name);
                    lines.map(|(_, value)| value.trim()).collect::<Vec<_>>().join(", ")
                }
            };
            base.push_str(&format!("\"{name}\": {value}\n"));
        }
        format!("{base}\"@signature-params\": {}", self.input())
    }

    fn signed(&self, key: &Key) -> Self {
        let (input, signature) = (self.input(), key.sign(&self.base()));
        self.clone()
            .header("signature-input", &format!("sig={input}"))
            .header("signature", &format!("sig=:{signature}:"))
    }

    fn headers(&self) -> Headers {
        let mut headers = Headers::default();
        self.headers.iter().for_each(|(name, value)| headers.add(name, value.as_bytes()));
        headers
    }
}

struct World {
    signatures: Signatures,
    key: Key,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

impl World {
    fn new() -> Self {
        Self::of(Origins::new(Origin::parse("https://api.example")), Replays::new().unwrap())
    }

    fn of(origins: Origins, replays: Replays) -> Self {
        let signatures = Signatures::new(origins.into(), replays.into(), at(NOW - 3600));
        Self { signatures, key: Key::ed25519() }
    }

    fn sent(&self) -> Sent {
        let digest = STANDARD.encode(Sha256::digest(b"{}"));
        Sent {
            method: "POST",
            path: "/orders",
            query: "dry=1&x=%2F",
            over_tls: false,
            has_body: true,
            headers: vec![
                ("host", "evil.example".to_owned()),
                ("authorization", "Bearer v4.public.abc".to_owned()),
                ("content-type", "application/json".to_owned()),
                ("content-digest", format!("sha-256=:{digest}:")),
            ],
            covered: vec!["@method", "@target-uri", "authorization", "content-digest"],
            target: "https://api.example/orders?dry=1&x=%2F",
            parameters: vec![
                ("created", NOW.to_string()),
                ("nonce", "\"n1\"".to_owned()),
                ("keyid", format!("\"{}\"", self.key.keyid())),
                ("tag", "\"zt\"".to_owned()),
            ],
        }
    }

    fn check(&self, sent: &Sent) -> Result<Option<Signed<'_>>, Refusal> {
        self.check_at(sent, &self.key, NOW)
    }

    fn check_at(&self, sent: &Sent, key: &Key, now: i64) -> Result<Option<Signed<'_>>, Refusal> {
        let headers = sent.headers();
        let Sent { method, path, query, over_tls, has_body, .. } = *sent;
        let message = Message { method, path, query, over_tls, has_body, headers: &headers };
        self.signatures.check(&message, Some(&key.public()), at(now))
    }

    /// From the headers to the end.
    fn used(&self, sent: &Sent) -> Result<Option<Thumbprint>, Refusal> {
        self.check(sent)?.map(|signed| signed.spend(at(NOW))).transpose()
    }

    #[track_caller]
    fn refused(&self, sent: &Sent) -> &'static str {
        match self.check(sent) {
            Err(Refusal::InvalidSignature(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }

    /// Signs what was changed, so that the change is all that is wrong.
    #[track_caller]
    fn refused_signed(&self, sent: &Sent) -> &'static str {
        self.refused(&sent.signed(&self.key))
    }
}

#[test]
fn s11_a_signed_request_counts_and_says_whose_key_signed_it() {
    let world = World::new();
    let signer = world.used(&world.sent().signed(&world.key)).unwrap();
    assert_eq!(signer, Some(*world.key.public().thumbprint()));
}

#[test]
fn s11_a_request_without_a_body_needs_no_digest() {
    let world = World::new();
    let mut sent = world.sent().without("content-digest");
    sent.headers.retain(|(name, _)| *name != "content-digest");
    sent.has_body = false;
    assert!(world.used(&sent.signed(&world.key)).is_ok());
}

#[test]
fn s11_each_kind_of_key_has_its_one_algorithm() {
    for (key, name) in [
        (Key::ed25519(), "ed25519"),
        (Key::p256(), "ecdsa-p256-sha256"),
        (Key::rsa(Jose::PS512), "rsa-pss-sha512"),
    ] {
        let world = World { key, ..World::new() };
        for alg in [None, Some(format!("\"{name}\""))] {
            let sent = world.sent().with("alg", alg.as_deref());
            assert!(world.check(&sent.signed(&world.key)).unwrap().is_some(), "{name}");
        }
        for alg in ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha512", "hmac-sha256", "none", ""] {
            let sent = world.sent().with("alg", Some(&format!("\"{alg}\"")));
            let told = world.check(&sent.signed(&world.key)).err();
            let wrong = Refusal::InvalidSignature("signature_wrong_algorithm");
            assert_eq!(told, (alg != name).then_some(wrong), "{name} {alg}");
        }
    }
}

// RFC 9421 has a name for PSS with SHA-512 only.
#[test]
fn s11_a_key_for_an_algorithm_without_a_name_signs_nothing() {
    let world = World { key: Key::rsa(Jose::PS256), ..World::new() };
    assert_eq!(world.refused_signed(&world.sent()), "signature_key_unusable");
}

#[test]
fn s11_further_components_may_be_covered() {
    let world = World::new();
    let mut sent = world.sent();
    for name in ["@authority", "@scheme", "@path", "@query", "@request-target", "content-type"] {
        sent = sent.covers(name);
    }
    // RFC 9421 §2.1: several lines, blanks around them.
    sent = sent.header("x-many", " a").header("x-many", "b,  c\t").header("x-empty", "");
    sent = sent.covers("x-many").covers("x-empty");
    assert!(world.check(&sent.signed(&world.key)).unwrap().is_some());
    for (name, value) in [("x-many", "d"), ("x-empty", "a"), ("content-type", "text/plain")] {
        let told = world.refused(&sent.signed(&world.key).header(name, value));
        assert_eq!(told, "signature_wrong", "{name}");
    }
}

#[test]
fn s11_each_required_component_is_covered() {
    let world = World::new();
    for name in ["@method", "@target-uri", "authorization", "content-digest"] {
        let told = world.refused_signed(&world.sent().without(name));
        assert_eq!(told, "signature_component_missing", "{name}");
    }
    let proved = world.sent().header("dpop", "proof");
    assert_eq!(world.refused_signed(&proved), "signature_component_missing");
    assert!(world.check(&proved.covers("dpop").signed(&world.key)).is_ok());
    // A body with nothing that holds it to the signature.
    let mut bare = world.sent();
    bare.headers.retain(|(name, _)| *name != "content-digest");
    assert_eq!(world.refused_signed(&bare), "signature_component_absent");
}

#[test]
fn s11_what_was_covered_is_what_came() {
    let world = World::new();
    let signed = world.sent().signed(&world.key);
    let change = |change: fn(&mut Sent)| {
        let mut changed = signed.clone();
        change(&mut changed);
        world.refused(&changed)
    };
    assert_eq!(change(|sent| sent.method = "PUT"), "signature_wrong");
    assert_eq!(change(|sent| sent.method = "post"), "signature_wrong");
    assert_eq!(change(|sent| sent.path = "/order"), "signature_wrong");
    assert_eq!(change(|sent| sent.query = "dry=0&x=%2F"), "signature_wrong");
    assert_eq!(change(|sent| sent.query = "dry=1&x=/"), "signature_wrong");
    assert_eq!(change(|sent| sent.query = ""), "signature_wrong");
    assert_eq!(change(|sent| sent.headers[1].1.push('d')), "signature_wrong");
    assert_eq!(change(|sent| sent.headers[3].1.push_str(", x=:AA==:")), "signature_wrong");
    assert_eq!(change(|sent| sent.headers.push(("authorization", "a".into()))), "signature_wrong");
    // What isn't covered may change on the way.
    let proxied = signed.clone().header("via", "1.1 proxy");
    assert!(world.check(&proxied).unwrap().is_some());
}

// As of a DPoP proof: where a request goes is what we know of ourselves, and not what its sender thinks.
#[test]
fn s11_the_address_is_ours_and_not_the_hosts() {
    let world = World::new();
    for target in [
        "https://evil.example/orders?dry=1&x=%2F",
        "http://api.example/orders?dry=1&x=%2F",
        "https://api.example:443/orders?dry=1&x=%2F",
        "https://api.example/orders",
        "https://api.example/orders?dry=1&x=%2f",
        "/orders?dry=1&x=%2F",
    ] {
        let sent = Sent { target, ..world.sent() };
        assert_eq!(world.refused_signed(&sent), "signature_wrong", "{target}");
    }
    let nowhere =
        World { key: Key::ed25519(), ..World::of(Origins::new(None), Replays::new().unwrap()) };
    assert_eq!(nowhere.refused_signed(&nowhere.sent()), "no_public_origin");
    nowhere.signatures.origins.listens_on("127.0.0.1:4711".parse().unwrap(), false);
    for target in
        ["http://127.0.0.1:4711/orders?dry=1&x=%2F", "http://localhost:4711/orders?dry=1&x=%2F"]
    {
        let sent = Sent { target, ..nowhere.sent() };
        assert!(nowhere.check(&sent.signed(&nowhere.key)).is_ok(), "{target}");
    }
}

#[test]
fn s11_a_component_is_known_once_and_plain() {
    let world = World::new();
    for (name, told) in [
        ("@status", "signature_component_unknown"),
        ("@signature-params", "signature_component_unknown"),
        ("@query-param\";name=\"dry", "signature_component_unknown"),
        ("@Method", "signature_component_unknown"),
        ("@", "signature_component_unknown"),
        ("", "signature_component_unknown"),
        ("Content-Type", "signature_component_unknown"),
        ("content type", "signature_component_unknown"),
        ("@method", "signature_malformed"),
        ("authorization", "signature_malformed"),
        ("x-absent", "signature_component_absent"),
    ] {
        assert_eq!(world.refused_signed(&world.sent().covers(name)), told, "{name}");
    }
    let unreadable = world.sent().header("x-odd", "\u{e9}").covers("x-odd");
    assert_eq!(world.refused_signed(&unreadable), "signature_component_unreadable");
    for parameter in ["req", "sf", "bs", "tr", "key=\"a\"", "x"] {
        let signed = world.sent().signed(&world.key);
        let mut changed = signed.clone();
        let place = changed.headers.iter_mut().find(|(name, _)| *name == "signature-input");
        let input = &mut place.unwrap().1;
        *input = input.replace("\"content-digest\"", &format!("\"content-digest\";{parameter}"));
        assert_eq!(world.refused(&changed), "signature_component_unknown", "{parameter}");
    }
    let many = (0..64).fold(world.sent(), |sent, n| sent.covers(format!("x-{n}").leak()));
    assert_eq!(world.refused_signed(&many), "signature_malformed");
}

#[test]
fn s11_a_signature_was_made_just_now() {
    let world = World::new();
    let created = |second: i64| world.sent().with("created", Some(&second.to_string()));
    for (second, told) in [
        (NOW - 61, "signature_too_old"),
        (NOW - 120, "signature_too_old"),
        (0, "signature_too_old"),
        (-1, "signature_too_old"),
        (NOW + 11, "signature_from_the_future"),
        (NOW + 120, "signature_from_the_future"),
        (999_999_999_999_999, "signature_from_the_future"),
    ] {
        assert_eq!(world.refused_signed(&created(second)), told, "{second}");
    }
    for second in [NOW - 60, NOW, NOW + 10] {
        assert!(world.check(&created(second).signed(&world.key)).is_ok(), "{second}");
    }
    let expires = |second: i64| world.sent().with("expires", Some(&second.to_string()));
    for second in [NOW, NOW - 1, 0] {
        assert_eq!(world.refused_signed(&expires(second)), "signature_too_old", "{second}");
    }
    assert!(world.check(&expires(NOW + 1).signed(&world.key)).is_ok());
}

#[test]
fn s11_parameters_are_all_there_known_and_of_their_type() {
    let world = World::new();
    for name in ["created", "nonce", "keyid"] {
        assert_eq!(world.refused_signed(&world.sent().with(name, None)), "signature_malformed");
    }
    for (name, value) in [
        ("created", "1800000000.0"),
        ("created", "\"1800000000\""),
        ("created", "@1800000000"),
        ("created", "?1"),
        ("expires", "\"1800000060\""),
        ("nonce", "n1"),
        ("nonce", "\"\""),
        ("nonce", "\"a b\""),
        ("nonce", ":AAAA:"),
        ("nonce", "7"),
        ("keyid", "7"),
        ("alg", "ed25519"),
        ("tag", "zt"),
        ("crit", "1"),
        ("x", "\"y\""),
    ] {
        let told = world.refused_signed(&world.sent().with(name, Some(value)));
        assert_eq!(told, "signature_malformed", "{name}={value}");
    }
    let nonce = |length: usize| Some(format!("\"{}\"", "n".repeat(length)));
    let longest = world.sent().with("nonce", nonce(128).as_deref());
    assert!(world.check(&longest.signed(&world.key)).is_ok());
    let longer = world.sent().with("nonce", nonce(129).as_deref());
    assert_eq!(world.refused_signed(&longer), "signature_malformed");
}

#[test]
fn s11_the_key_is_the_tokens_and_keyid_chooses_none() {
    let world = World::new();
    let other = Key::ed25519();
    // Signed by another key that says so; by another that says it was ours; by ours that says it was another.
    let named = world.sent().with("keyid", Some(&format!("\"{}\"", other.keyid())));
    assert_eq!(world.refused(&named.signed(&other)), "signature_wrong_key");
    assert_eq!(world.refused(&world.sent().signed(&other)), "signature_wrong");
    assert_eq!(world.refused_signed(&named), "signature_wrong_key");
    for keyid in ["\"\"", "\"test-key\""] {
        let sent = world.sent().with("keyid", Some(keyid));
        assert_eq!(world.refused_signed(&sent), "signature_wrong_key");
    }
    // A token that is bound to no key: nobody can sign for it.
    let headers = world.sent().signed(&world.key).headers();
    let message = Message {
        method: "POST",
        path: "/orders",
        query: "",
        over_tls: false,
        has_body: true,
        headers: &headers,
    };
    let told = world.signatures.check(&message, None, at(NOW)).err();
    assert_eq!(told, Some(Refusal::InvalidSignature("signature_without_key")));
}

#[test]
fn s11_only_our_tag_is_looked_at_and_once() {
    let world = World::new();
    let sent = world.sent();
    for tag in [None, Some("\"proxy\""), Some("\"ZT\"")] {
        let others = sent.clone().with("tag", tag).signed(&world.key);
        assert!(world.check(&others).unwrap().is_none(), "{tag:?}");
    }
    assert!(world.check(&sent).unwrap().is_none());
    // Beside ours, another's with whatever it likes.
    let beside = sent
        .signed(&world.key)
        .header("signature-input", "proxy=(\"@status\";req \"x\");tag=\"proxy\"")
        .header("signature", "proxy=:AAAA:");
    assert!(world.check(&beside).unwrap().is_some());
    let twice = sent.signed(&world.key).header("signature-input", &format!("b={}", sent.input()));
    assert_eq!(world.refused(&twice), "signature_twice");
    let doubled =
        sent.signed(&world.key).header("signature-input", &format!("sig={}", sent.input()));
    assert_eq!(world.refused(&doubled), "signature_malformed");
}

#[test]
fn s11_fields_are_well_formed() {
    let world = World::new();
    let signed = world.sent().signed(&world.key);
    let change = |field: &str, value: &str| {
        let mut changed = signed.clone();
        changed.headers.retain(|(name, _)| *name != field);
        let field = if field == "signature" { "signature" } else { "signature-input" };
        world.refused(&changed.header(field, value))
    };
    for value in
        ["", "sig", "sig=", "sig=:AAAA", "sig=\"AAAA\"", "sig=(:AAAA:)", "b=:AAAA:", "sig=:A:"]
    {
        assert_eq!(change("signature", value), "signature_malformed", "{value}");
    }
    assert_eq!(change("signature", "sig=::"), "signature_wrong");
    for value in ["sig", "sig=1", "sig=(\"@method\"", "SIG=()", "sig=(a b)x", "a=?2"] {
        assert_eq!(change("signature-input", value), "signature_malformed", "{value}");
    }
    assert_eq!(change("signature-input", "sig=(method);tag=\"zt\""), "signature_component_unknown");
    assert_eq!(change("signature-input", "sig=();tag=\"zt\""), "signature_malformed");
    let mut unsigned = signed;
    unsigned.headers.retain(|(name, _)| *name != "signature");
    assert_eq!(world.refused(&unsigned), "signature_malformed");
}

#[test]
fn s11_a_jwk_shows_no_private_key() {
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        let mut jwk = Key::ed25519().jwk();
        jwk.insert(member.to_owned(), json!("AAAA"));
        assert_eq!(PublicKey::of_jwk(jwk).err(), Some(KeyFault::Private), "{member}");
    }
}
