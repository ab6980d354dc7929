//! A signed request that counts, and what doesn't where one thing is changed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod attacks;
mod coverage;
mod fields;
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
use crate::identity::PeerCertificate;
use crate::identity::Replays;
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

    fn message<'r>(&self, headers: &'r Headers) -> Message<'r> {
        let Self { method, path, query, over_tls, has_body, .. } = *self;
        Message { method, path, query, over_tls, has_body, headers }
    }

    fn headers(&self) -> Headers {
        let mut headers = Headers::default();
        self.headers.iter().for_each(|(name, value)| headers.add(name, value.as_bytes()));
        headers
    }
}

struct World {
    signatures: Signatures,
    replays: Replays,
    began: Timestamp,
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
        let signatures = Signatures::new(origins.into());
        Self { signatures, replays, began: at(NOW - 3600), key: Key::ed25519() }
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

    fn check(&self, sent: &Sent) -> Result<Option<Signed>, Refusal> {
        self.check_at(sent, &self.key, NOW)
    }

    fn check_at(&self, sent: &Sent, key: &Key, now: i64) -> Result<Option<Signed>, Refusal> {
        let headers = sent.headers();
        self.signatures.check(&sent.message(&headers), Some(&key.public()), self.began, at(now))
    }

    /// From the headers to the end.
    fn used(&self, sent: &Sent) -> Result<Option<Thumbprint>, Refusal> {
        let Some(Signed { signer, spend }) = self.check(sent)? else { return Ok(None) };
        let spent = self.replays.spend(&spend, at(NOW));
        spent.map_err(|spent| spend.refusal(spent))?;
        Ok(Some(signer))
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
    let told = world.signatures.check(&message, None, world.began, at(NOW)).err();
    assert_eq!(told, Some(Refusal::InvalidSignature("signature_without_key")));
}

#[test]
fn s11_a_jwk_shows_no_private_key() {
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        let mut jwk = Key::ed25519().jwk();
        jwk.insert(member.to_owned(), json!("AAAA"));
        assert_eq!(PublicKey::of_jwk(jwk).err(), Some(KeyFault::Private), "{member}");
    }
}

#[test]
fn s11_the_key_of_a_certificate_checks_what_it_signed() {
    // PKCS #1 is what is in an RSA key's PKCS #8 behind its name of the algorithm.
    type Made = fn(&[u8]) -> EncodingKey;
    let kinds: [(&'static rcgen::SignatureAlgorithm, Jose, Made); 3] = [
        (&rcgen::PKCS_ED25519, Jose::EdDSA, EncodingKey::from_ed_der),
        (&rcgen::PKCS_ECDSA_P256_SHA256, Jose::ES256, EncodingKey::from_ec_der),
        (&rcgen::PKCS_RSA_SHA256, Jose::PS512, |der| EncodingKey::from_rsa_der(&der[26..])),
    ];
    for (kind, jose, made) in kinds {
        let pair = rcgen::KeyPair::generate_for(kind).unwrap();
        let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap();
        let certificate = certificate.self_signed(&pair).unwrap();
        let certificate = PeerCertificate::parse(certificate.der()).unwrap();
        let key = Key { key: made(&pair.serialize_der()), jose, said: jose };
        let signature = STANDARD.decode(key.sign("base")).unwrap();
        let public = certificate.key().unwrap();
        let algorithm = Algorithm::of(public).unwrap();
        assert!(algorithm.verifies(public, "base", &signature), "{jose:?}");
        assert!(!algorithm.verifies(public, "bass", &signature), "{jose:?}");
    }
}
