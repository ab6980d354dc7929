//! What the libraries take, by themselves, on one thread.

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use pasetors::token::UntrustedToken;
use pasetors::version4::{LocalToken, PublicToken, V4};
use pasetors::{Local, Public};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::Subject;
use crate::issuer::{AUDIENCE, Issuer};
use crate::keys::Key;
use crate::requests::{DpopClient, note};
use crate::server::spent_by;

/// As a service would write it that reads what zt reads.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    client_id: String,
    scope: String,
    jti: String,
    iat: u64,
    exp: u64,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct PasetoClaims {
    iss: String,
    sub: String,
    aud: String,
    client_id: String,
    scope: String,
    jti: String,
    iat: String,
    exp: String,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, and that is all")]
struct ProofClaims {
    htm: String,
    htu: String,
    jti: String,
    iat: u64,
    ath: String,
    nonce: String,
}

pub fn subjects(issuer: &Issuer) -> Vec<Subject<'_>> {
    let mut all: Vec<_> = issuer.keys.iter().flat_map(|key| jwt(issuer, key)).collect();
    all.extend(pasetos(issuer));
    all.push(two_jwts(issuer));
    let note = note();
    all.push(Subject::new("digest", move |count| {
        each(count, || {
            black_box(Sha256::digest(black_box(&note)));
        })
    }));
    all
}

fn jwt<'i>(issuer: &'i Issuer, key: &'i Key) -> [Subject<'i>; 2] {
    let token = key.sign(&issuer.claims());
    let validation = validation(issuer, key.algorithm);
    let decoded = token.clone();
    [
        Subject::new(format!("decode:{}", key.name), move |count| {
            each(count, || decode(&decoded, &key.public, &validation))
        }),
        Subject::new(format!("signature:{}", key.name), move |count| {
            let (signed, signature) = token.rsplit_once('.').expect("a JWT");
            each(count, || {
                let good = jsonwebtoken::crypto::verify(
                    black_box(signature),
                    signed.as_bytes(),
                    &key.public,
                    key.algorithm,
                );
                assert!(good.expect("a check"));
            })
        }),
    ]
}

fn validation(issuer: &Issuer, algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[issuer.name()]);
    validation.set_audience(&[AUDIENCE]);
    validation
}

fn decode(token: &str, key: &DecodingKey, validation: &Validation) {
    let decoded = jsonwebtoken::decode::<Claims>(black_box(token), key, validation);
    black_box(decoded.expect("a good token"));
}

/// With what they are made of: the signature or the tag alone, and with the claims read.
fn pasetos(issuer: &Issuer) -> [Subject<'_>; 4] {
    let (public, local) = (issuer.public_token(), issuer.local_token());
    let verify = |token: &str| {
        let token = UntrustedToken::<Public, V4>::try_from(black_box(token)).expect("a token");
        PublicToken::verify(&issuer.pair.public, &token, None, None).expect("a signature")
    };
    let open = |token: &str| {
        let token = UntrustedToken::<Local, V4>::try_from(black_box(token)).expect("a token");
        LocalToken::decrypt(&issuer.shared, &token, None, None).expect("a tag")
    };
    let read = |payload: &str| {
        let claims: PasetoClaims = serde_json::from_str(payload).expect("claims");
        black_box(claims);
    };
    let (public_too, local_too) = (public.clone(), local.clone());
    [
        Subject::new("signature:v4.public", move |count| each(count, || drop(verify(&public)))),
        Subject::new("signature:v4.local", move |count| each(count, || drop(open(&local)))),
        Subject::new("decode:v4.public", move |count| {
            each(count, || read(verify(&public_too).payload()))
        }),
        Subject::new("decode:v4.local", move |count| {
            each(count, || read(open(&local_too).payload()))
        }),
    ]
}

/// A token, and a proof under the key in its own header.
fn two_jwts(issuer: &Issuer) -> Subject<'_> {
    let [key, ..] = &issuer.keys;
    let client = DpopClient::new(issuer);
    let proof = client.proof("http://127.0.0.1/guarded", "nonce");
    let of_token = validation(issuer, key.algorithm);
    let mut of_proof = Validation::new(Algorithm::ES256);
    of_proof.set_required_spec_claims::<&str>(&[]);
    of_proof.validate_exp = false;
    Subject::new("decode:two", move |count| {
        each(count, || {
            decode(&client.token, &key.public, &of_token);
            let header = jsonwebtoken::decode_header(black_box(&proof)).expect("a header");
            let key = DecodingKey::from_jwk(&header.jwk.expect("a key")).expect("a key");
            let claims = jsonwebtoken::decode::<ProofClaims>(&proof, &key, &of_proof);
            black_box(claims.expect("a good proof"));
        })
    })
}

/// Nanoseconds of this thread's time on the processor: somebody else's turn on it doesn't count.
fn each(count: u32, mut once: impl FnMut()) -> f64 {
    let started = spent();
    (0..count).for_each(|_| once());
    (spent() - started) as f64 / f64::from(count)
}

/// The system counts what a thread has spent when it goes to sleep.
fn spent() -> u64 {
    thread::sleep(Duration::from_millis(1));
    spent_by("/proc/thread-self".as_ref()).expect("a thread")
}
