//! The official PASETO v4 and PASERK vectors, run against the verifying layer.

use std::path::PathBuf;

use pasetors::version4::{PublicToken, V4};

use super::*;
use crate::identity::keyring::{LocalKey, LocalKeyring, PublicKey, id_of, paserk_of};
use crate::identity::paseto::{Sealed, Unverified};

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

/// The key of the signing vectors, and that of the encrypting ones, for those that bring none.
const SOME_KEY: &str = "1eb9dbbbbc047c03fd70604e0071f0987e16b28b757225c11f00415d0e20b1a2";
const SOME_LOCAL_KEY: &str = "707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f";

/// What a verifier of signatures makes of a vector, and one of shared keys.
fn outcomes(test: &Value) -> [Result<String, &'static str>; 2] {
    let key = |name: &str, usual: &str| bytes(test[name].as_str().unwrap_or(usual));
    let public = PublicKey::from(&key("public-key", SOME_KEY)).unwrap();
    let local = LocalKey::from(&key("key", SOME_LOCAL_KEY)).unwrap();
    let (token, implicit) = (text(test, "token"), text(test, "implicit-assertion").as_bytes());
    [
        Unverified::parse(token).and_then(|token| token.verify(&public, implicit)),
        Sealed::parse(token).and_then(|token| token.open(&local, implicit)),
    ]
}

// P-01, P-02: each vector is for one purpose, and counts for no other.
#[test]
fn p01_official_v4_vectors() {
    let (mut verified, mut opened, mut refused) = (0, 0, 0);
    for test in tests("v4.json") {
        let (name, payload) = (text(&test, "name"), Ok(text(&test, "payload")));
        let [signed, sealed] = outcomes(&test);
        match (name.get(..4), test["expect-fail"] == true) {
            (Some("4-S-"), false) => {
                assert!(signed.as_deref() == payload && sealed.is_err(), "{name}");
                verified += 1;
            }
            (Some("4-E-"), false) => {
                assert!(sealed.as_deref() == payload && signed.is_err(), "{name}");
                opened += 1;
            }
            _ => {
                assert!(signed.is_err() && sealed.is_err(), "{name}");
                refused += 1;
            }
        }
    }
    assert_eq!((verified, opened, refused), (3, 9, 5));
}

// P-06: the same vectors with another implicit assertion.
#[test]
fn p06_official_vectors_fail_under_another_implicit_assertion() {
    let mut tried = 0;
    for mut test in tests("v4.json") {
        if test["expect-fail"] == false {
            test["implicit-assertion"] = json!("{\"test-vector\":\"other\"}");
            let refused: Vec<_> = outcomes(&test).into_iter().map(Result::unwrap_err).collect();
            assert!(
                ["bad_signature", "bad_tag"].iter().any(|it| refused.contains(it)),
                "{refused:?}"
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 12);
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
fn p03_official_paserk_vectors_of_local_keys_and_their_ids() {
    let mut seen = 0;
    for test in tests("k4.local.json").iter().chain(&tests("k4.lid.json")) {
        let name = text(test, "name");
        let paserk = LocalKey::from(&bytes(text(test, "key"))).map(|key| paserk_of(&key));
        if test["expect-fail"] == true {
            let is_local = LocalKeyring::parse([text(test, "paserk")].into_iter()).is_ok();
            assert!(!is_local && paserk.is_err(), "{name}");
            continue;
        }
        let ring = LocalKeyring::parse([paserk.unwrap().as_str()].into_iter()).unwrap();
        if name.contains("lid") {
            assert!(ring.find(text(test, "paserk")).is_some(), "{name}");
        } else {
            assert_eq!(
                paserk_of(&LocalKey::from(&bytes(text(test, "key"))).unwrap()),
                text(test, "paserk")
            );
        }
        seen += 1;
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
