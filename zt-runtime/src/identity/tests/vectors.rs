//! The official PASETO v4 and PASERK vectors, run against the verifying layer.

use std::path::PathBuf;

use pasetors::version4::{PublicToken, V4};

use super::*;
use crate::identity::keyring::{PublicKey, id_of, paserk_of};
use crate::identity::paseto::Unverified;

fn tests(file: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/interop/vectors/paseto")
        .join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("the official PASETO vectors should be at {}: {error}", path.display())
    });
    let all: Value = serde_json::from_str(&text).unwrap();
    all["tests"].as_array().unwrap().clone()
}

fn text<'a>(test: &'a Value, key: &str) -> &'a str {
    test[key].as_str().unwrap_or_default()
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// The key of the signing vectors, for those that bring none.
const SOME_KEY: &str = "1eb9dbbbbc047c03fd70604e0071f0987e16b28b757225c11f00415d0e20b1a2";

#[test]
fn p01_official_v4_vectors() {
    let (mut verified, mut refused) = (0, 0);
    for test in tests("v4.json") {
        let key = test["public-key"].as_str().unwrap_or(SOME_KEY);
        let key = PublicKey::from(&bytes(key)).unwrap();
        let implicit = text(&test, "implicit-assertion").as_bytes();
        let outcome =
            Unverified::parse(text(&test, "token")).and_then(|token| token.verify(&key, implicit));
        // Local tokens are none of ours, well made or not.
        let is_ours = text(&test, "name").starts_with("4-S-");
        if is_ours && test["expect-fail"] == false {
            assert_eq!(outcome.as_deref(), Ok(text(&test, "payload")), "{}", test["name"]);
            verified += 1;
        } else {
            assert!(outcome.is_err(), "{}", test["name"]);
            refused += 1;
        }
    }
    assert_eq!((verified, refused), (3, 14));
}

// P-06: the same vectors with another implicit assertion.
#[test]
fn p06_official_vectors_fail_under_another_implicit_assertion() {
    for test in tests("v4.json").iter().filter(|test| text(test, "name").starts_with("4-S-")) {
        let key = PublicKey::from(&bytes(text(test, "public-key"))).unwrap();
        let token = Unverified::parse(text(test, "token")).unwrap();
        assert_eq!(token.verify(&key, b"{\"test-vector\":\"other\"}"), Err("bad_signature"));
    }
}

#[test]
fn p03_official_paserk_vectors_of_public_keys_and_their_ids() {
    let mut seen = 0;
    for test in tests("k4.public.json").iter().chain(&tests("k4.pid.json")) {
        let Ok(key) = PublicKey::from(&bytes(text(test, "key"))) else {
            assert_eq!(test["expect-fail"], true, "{}", test["name"]);
            continue;
        };
        let is_id = text(test, "name").contains("pid");
        let paserk = if is_id { id_of(&key) } else { paserk_of(&key) };
        if test["expect-fail"] == false {
            assert_eq!(paserk, text(test, "paserk"), "{}", test["name"]);
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[test]
fn a_public_token_of_ours_is_verified_by_pasetors_alone() {
    let world = World::new();
    let token = world.sign(&claims().to_string());
    let untrusted =
        pasetors::token::UntrustedToken::<pasetors::Public, V4>::try_from(token.as_str()).unwrap();
    let key = PublicKey::try_from(world.signer.public_paserk().as_str()).unwrap();
    assert!(PublicToken::verify(&key, &untrusted, None, None).is_ok());
}
