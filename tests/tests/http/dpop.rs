//! Tokens that are bound to a key, and the proofs beside them (RFC 9449), over the wire. jsonwebtoken signs them.

use std::sync::Barrier;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::fixture::issuer::{EVERY_SCOPE, Issuer, Real, claims};
use crate::fixture::wire::{Wire, WireAnswer};

const INVALID_PROOF: &str = r#"DPoP error="invalid_dpop_proof", algs="ES256 EdDSA PS256""#;
const USE_NONCE: &str = r#"DPoP error="use_dpop_nonce", algs="ES256 EdDSA PS256""#;
const INVALID_TOKEN: &str = r#"DPoP error="invalid_token", algs="ES256 EdDSA PS256""#;

/// A caller with a key, and the service that it calls.
struct Holder {
    real: Real,
    issuer: Issuer,
    key: EncodingKey,
}

fn es256() -> EncodingKey {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    EncodingKey::from_ec_der(&pair.serialize_der())
}

impl Holder {
    fn new() -> Self {
        let issuer = Issuer::new();
        Self { real: Real::start(&issuer), issuer, key: es256() }
    }

    fn jwk(&self) -> Jwk {
        Jwk::from_encoding_key(&self.key, Algorithm::ES256).unwrap()
    }

    /// Alice's token, for whoever holds the key.
    fn bound(&self) -> String {
        let jkt = self.jwk().thumbprint(ThumbprintHash::SHA256).unwrap();
        let mut claims = claims(EVERY_SCOPE);
        claims["cnf"] = json!({ "jkt": jkt });
        self.issuer.sign(&claims)
    }

    fn unbound(&self) -> String {
        self.issuer.sign(&claims(EVERY_SCOPE))
    }

    fn claims(&self, token: &str, nonce: &str) -> Value {
        json!({
            "jti": "proof1", "htm": "GET", "htu": format!("http://{}/me", self.real.address),
            "iat": jiff::Timestamp::now().as_second(), "nonce": nonce,
            "ath": URL_SAFE_NO_PAD.encode(Sha256::digest(token)),
        })
    }

    fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("dpop+jwt".to_owned());
        header.jwk = Some(self.jwk());
        jsonwebtoken::encode(&header, claims, &self.key).unwrap()
    }

    fn proof(&self, token: &str, nonce: &str) -> String {
        self.sign(&self.claims(token, nonce))
    }

    fn ask(&self, authorization: &str, proofs: &[&str]) -> WireAnswer {
        let proofs: String = proofs.iter().map(|proof| format!("dpop: {proof}\r\n")).collect();
        let mut wire = Wire::open(self.real.address);
        wire.send(format!(
            "GET /me HTTP/1.1\r\nhost: localhost\r\nauthorization: {authorization}\r\n{proofs}\r\n"
        ));
        wire.answer().unwrap()
    }

    fn nonce(&self, token: &str) -> String {
        let answer = self.ask(&format!("DPoP {token}"), &[&self.proof(token, "")]);
        refused(&answer, 401, "dpop-nonce-needed", USE_NONCE);
        answer.header("dpop-nonce").unwrap().to_owned()
    }
}

#[track_caller]
fn refused(answer: &WireAnswer, status: u16, kind: &str, challenge: &str) {
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(body["type"], format!("urn:zt:problem:{kind}"), "{answer:?}");
    assert_eq!(answer.header("www-authenticate"), Some(challenge), "{answer:?}");
}

#[test]
fn s06_a_caller_is_given_a_nonce_and_then_let_in() {
    let holder = Holder::new();
    let token = holder.bound();
    let nonce = holder.nonce(&token);
    let answer = holder.ask(&format!("DPoP {token}"), &[&holder.proof(&token, &nonce)]);
    assert_eq!(answer.status, 200, "{answer:?}");
    let reasons: Vec<_> = holder.real.records(2).iter().map(|it| it["reason"].clone()).collect();
    assert_eq!(reasons, ["dpop_nonce_needed", "ok"]);
}

#[test]
fn s01_a_bound_token_is_no_bearer_token_and_an_unbound_one_has_no_proof() {
    let holder = Holder::new();
    let (bound, unbound) = (holder.bound(), holder.unbound());
    let nonce = holder.nonce(&bound);
    let proof = holder.proof(&bound, &nonce);
    for proofs in [&[][..], &[proof.as_str()]] {
        let answer = holder.ask(&format!("Bearer {bound}"), proofs);
        refused(&answer, 401, "invalid-token", r#"Bearer error="invalid_token""#);
    }
    let proof = holder.proof(&unbound, &nonce);
    let answer = holder.ask(&format!("DPoP {unbound}"), &[&proof]);
    refused(&answer, 401, "invalid-token", INVALID_TOKEN);
    let answer = holder.ask(&format!("Bearer {unbound}"), &[]);
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[test]
fn x10_of_100_uses_of_one_proof_at_once_one_succeeds() {
    let holder = Holder::new();
    let token = holder.bound();
    let proof = holder.proof(&token, &holder.nonce(&token));
    let (authorization, barrier) = (format!("DPoP {token}"), Barrier::new(100));
    let answers: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..100)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    holder.ask(&authorization, &[&proof])
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (let_in, others): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(let_in.len(), 1);
    for answer in others {
        refused(answer, 401, "invalid-dpop-proof", INVALID_PROOF);
    }
}

#[test]
fn x10_a_proof_that_does_not_fit_lets_nobody_in() {
    let holder = Holder::new();
    let token = holder.bound();
    let authorization = format!("DPoP {token}");
    let nonce = holder.nonce(&token);
    let now = jiff::Timestamp::now().as_second();
    let address = holder.real.address;
    let other = Holder::new();
    for (claim, value) in [
        ("htm", json!("POST")),
        ("htu", json!(format!("http://{address}/notes"))),
        ("htu", json!("https://evil.example/me")),
        ("iat", json!(now - 120)),
        ("iat", json!(now + 120)),
        ("ath", json!(URL_SAFE_NO_PAD.encode(Sha256::digest(holder.unbound())))),
        ("ath", json!("")),
    ] {
        let mut claims = holder.claims(&token, &nonce);
        claims[claim] = value;
        let answer = holder.ask(&authorization, &[&holder.sign(&claims)]);
        refused(&answer, 401, "invalid-dpop-proof", INVALID_PROOF);
    }
    let answer = holder.ask(&authorization, &[]);
    refused(&answer, 401, "invalid-dpop-proof", INVALID_PROOF);
    // A stolen token under another's key; another instance's nonce; two proofs.
    let proof = other.sign(&holder.claims(&token, &nonce));
    refused(&holder.ask(&authorization, &[&proof]), 401, "invalid-token", INVALID_TOKEN);
    let proof = holder.proof(&token, &other.nonce(&other.bound()));
    refused(&holder.ask(&authorization, &[&proof]), 401, "dpop-nonce-needed", USE_NONCE);
    let proof = holder.proof(&token, &nonce);
    let answer = holder.ask(&authorization, &[&proof, &proof]);
    let challenge = r#"DPoP error="invalid_request", algs="ES256 EdDSA PS256""#;
    refused(&answer, 400, "invalid-request", challenge);
    assert_eq!(holder.ask(&authorization, &[&proof]).status, 200);
}
