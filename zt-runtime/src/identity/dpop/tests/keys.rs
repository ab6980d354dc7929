//! Which keys may sign a proof.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};

use super::*;

fn ed25519() -> Key {
    let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
    let der: Pkcs8V1Der<'static> = pair.as_der().unwrap();
    Key { key: EncodingKey::from_ed_der(der.as_ref()), algorithm: Algorithm::EdDSA }
}

/// jsonwebtoken wants PKCS #1, which is what is in PKCS #8 behind its name of the algorithm.
fn rsa(size: aws_lc_rs::rsa::KeySize) -> Key {
    let pair = aws_lc_rs::rsa::KeyPair::generate(size).unwrap();
    let der: Pkcs8V1Der<'static> = pair.as_der().unwrap();
    Key { key: EncodingKey::from_rsa_der(&der.as_ref()[26..]), algorithm: Algorithm::PS256 }
}

fn signed_by(key: Key, alg: &str) -> Result<Confirmed, Refusal> {
    let world = World { key, ..World::new() };
    world.used(&world.proof_under(json!({ "alg": alg })))
}

#[test]
fn s02_the_algorithms_of_the_challenge_count_and_the_newer_name_of_one() {
    assert!(signed_by(Key::es256(), "ES256").is_ok());
    assert!(signed_by(ed25519(), "EdDSA").is_ok());
    assert!(signed_by(ed25519(), "Ed25519").is_ok());
    assert!(signed_by(rsa(aws_lc_rs::rsa::KeySize::Rsa2048), "PS256").is_ok());
}

#[test]
fn s02_an_rsa_key_signs_with_pss_only() {
    let key = rsa(aws_lc_rs::rsa::KeySize::Rsa2048);
    let key = Key { algorithm: Algorithm::RS256, ..key };
    let wrong = Err(Refusal::InvalidDpopProof("dpop_wrong_algorithm"));
    assert_eq!(signed_by(key, "RS256"), wrong);
}

#[test]
fn s02_an_rsa_key_is_neither_short_nor_padded_nor_huge() {
    let world = World::new();
    let modulus = |bytes: Vec<u8>| {
        let jwk = json!({ "kty": "RSA", "e": "AQAB", "n": encode_bytes(&bytes) });
        world.refused(&world.proof_under(json!({ "alg": "PS256", "jwk": jwk })))
    };
    assert_eq!(modulus(vec![0xff; 256]), "dpop_bad_signature");
    for bytes in [
        vec![0xff; 255],
        vec![0xff; 513],
        [vec![0], vec![0xff; 256]].concat(),
        vec![0x7f; 256],
        vec![],
    ] {
        assert_eq!(modulus(bytes), "dpop_key_unusable");
    }
    for e in ["Aw", "AQAA", "", "AAEAAQ", "AQAB="] {
        let jwk = json!({ "kty": "RSA", "e": e, "n": encode_bytes(&[0xff; 256]) });
        let proof = world.proof_under(json!({ "alg": "PS256", "jwk": jwk }));
        assert_eq!(world.refused(&proof), "dpop_wrong_algorithm", "{e}");
    }
}

#[test]
fn s02_a_key_is_a_whole_jwk_of_a_kind_that_counts() {
    let world = World::new();
    let public = world.key.public();
    let with = |changes: Value| changed(public.clone(), changes);
    for (jwk, reason) in [
        (json!(null), "dpop_key_malformed"),
        (json!({ "set": null }), "dpop_key_malformed"),
        (json!("key"), "dpop_key_malformed"),
        (json!({}), "dpop_wrong_algorithm"),
        (with(json!({ "crv": "P-384" })), "dpop_wrong_algorithm"),
        (with(json!({ "crv": "Ed25519" })), "dpop_wrong_algorithm"),
        (with(json!({ "x": "AA" })), "dpop_wrong_algorithm"),
        (with(json!({ "use": "enc" })), "dpop_key_unusable"),
        (with(json!({ "x": "!".repeat(43) })), "dpop_key_malformed"),
        (with(json!({ "y": "\"".repeat(43) })), "dpop_key_malformed"),
        // A point that isn't on the curve.
        (with(json!({ "y": "A".repeat(43) })), "dpop_bad_signature"),
        // 32 bytes, spelled with bits that nobody reads.
        (with(json!({ "y": format!("{}B", "A".repeat(42)) })), "dpop_key_malformed"),
    ] {
        let refused = world.refused(&world.proof_under(json!({ "jwk": jwk })));
        assert_eq!(refused, reason, "{jwk}");
    }
    for kty in [json!(null), json!("oct"), json!("RSA"), json!("ec"), json!(7)] {
        world.refused(&world.proof_under(json!({ "jwk": with(json!({ "kty": kty })) })));
    }
    for jwk in [with(json!({ "use": "sig" })), with(json!({ "kid": "mine", "alg": "ES256" }))] {
        let proof = world.proof_under(json!({ "jwk": jwk }));
        assert!(world.prove(&[&proof]).is_ok(), "{jwk}");
    }
}

// RFC 7638 §3.1, whose example is RSA.
#[test]
fn s02_the_thumbprint_is_that_of_rfc_7638() {
    let jwk = json!({
        "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    });
    let jwk: Jwk = serde_json::from_value(jwk).unwrap();
    crypto::install();
    let thumbprint = jwk.thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256).unwrap();
    assert_eq!(thumbprint, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}
