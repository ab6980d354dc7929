//! Wycheproof's JWS and JWK vectors, whole (T-15): each one in the form in which a token and a key set arrive.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::identity::jws::Parts;
use crate::identity::jwt::key_set::KeySet;

fn groups(file: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/interop/vectors/wycheproof")
        .join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("Wycheproof's vectors should be at {}: {error}", path.display())
    });
    let all: Value = serde_json::from_str(&text).unwrap();
    all["testGroups"].as_array().unwrap().clone()
}

/// What the service would say of the token, were these all of its issuer's keys.
fn verified(keys: &Value, token: &str) -> Result<(), &'static str> {
    crate::crypto::install();
    let algorithms = Algorithms::parse(["ES256", "EdDSA", "PS256", "RS256"]).unwrap();
    let keys = match keys.get("keys") {
        Some(_) => keys.clone(),
        None => json!({ "keys": [keys] }),
    };
    let set = KeySet::parse(keys.to_string().as_bytes(), &algorithms)?;
    let token = Parts::parse(token)?;
    token.check_signed_by(&set.find(token.header())?.key)
}

#[derive(Default)]
struct Outcome {
    accepted: usize,
    /// Those that were accepted and aren't valid.
    wrongly: Vec<u64>,
    /// The valid ones that were refused, by what was said of them.
    refused: BTreeMap<&'static str, Vec<u64>>,
}

fn run(file: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for group in groups(file) {
        let keys = if group["public"].is_null() { &group["private"] } else { &group["public"] };
        for test in group["tests"].as_array().unwrap() {
            let id = test["tcId"].as_u64().unwrap();
            let is_valid = test["result"] == "valid";
            let token = test["jws"].as_str().map_or_else(|| test["jws"].to_string(), str::to_owned);
            match verified(keys, &token) {
                Ok(()) if is_valid => outcome.accepted += 1,
                Ok(()) => outcome.wrongly.push(id),
                Err(why) if is_valid => outcome.refused.entry(why).or_default().push(id),
                Err(_) => {}
            }
        }
    }
    outcome
}

#[test]
fn t15_wycheproof_jws() {
    let outcome = run("json_web_signature_test.json");
    assert_eq!(outcome.wrongly, Vec::<u64>::new());
    assert_eq!(outcome.accepted, 16);
    // HS256, HS384 and HS512 have no public key (T-01); RS384, RS512, PS384, PS512 and ES512 aren't on the list of
    // algorithms. 372 and 373 are HS256 besides, with characters in them that are no base64url.
    let other_algorithms = [
        1, 264, 265, 266, 267, 268, 269, 270, 271, 320, 321, 322, 323, 325, 326, 327, 328, 347,
        348, 351, 352, 357, 358, 359, 372, 373, 376, 377,
    ];
    // The key says PS256, the header PS384: the key counts (RFC 8725 §3.1).
    let header_of_another = [346, 350];
    let expected = [
        ("has no key that is allowed here", other_algorithms.to_vec()),
        ("wrong_algorithm", header_of_another.to_vec()),
    ];
    assert_eq!(outcome.refused, BTreeMap::from(expected));
}

#[test]
fn t15_wycheproof_jwk() {
    let outcome = run("json_web_key_test.json");
    // 7 is a key of a chip that made weak ones (ROCA, CVE-2017-15361). It is the issuer's own, got from the issuer, and
    // whoever could put it there could put any other; no kept library tells such keys apart.
    assert_eq!(outcome.wrongly, [7]);
    // Shared secrets (T-01).
    assert_eq!(
        outcome.refused,
        BTreeMap::from([("has no key that is allowed here", vec![2, 13, 14, 15])])
    );
}
