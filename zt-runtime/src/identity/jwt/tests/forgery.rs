//! Tokens that nobody's key signed, or another one than they say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;

use super::*;
use crate::identity::confirmation::Thumbprint;

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token of the world's key whose header has one member more, or another one.
fn with_header(world: &World, member: &str, value: Value) -> String {
    let mut header = world.header();
    header[member] = value;
    world.key.sign(&header, &claims())
}

// X01: CVE-2022-29217 and its kin.
#[test]
fn x01_a_public_key_is_no_shared_secret() {
    for algorithm in [Algorithm::ES256, Algorithm::EdDSA, Algorithm::PS256] {
        let world = World::with(Key::generate(algorithm, "k1"), |_| {});
        let public = world.key.public();
        let raw = public.get("n").or_else(|| public.get("x")).unwrap().as_str().unwrap();
        let secrets = [
            public.to_string().into_bytes(),
            raw.as_bytes().to_vec(),
            URL_SAFE_NO_PAD.decode(raw).unwrap(),
            b" ".to_vec(),
            b"-----BEGIN PUBLIC KEY-----\n".to_vec(),
        ];
        for secret in &secrets {
            for (name, hmac) in [("HS256", Algorithm::HS256), ("HS512", Algorithm::HS512)] {
                let mut header = world.header();
                header["alg"] = json!(name);
                let signed =
                    format!("{}.{}", encode(header.to_string()), encode(claims().to_string()));
                let key = EncodingKey::from_secret(secret);
                let mac = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, hmac).unwrap();
                assert_eq!(world.refused(&format!("{signed}.{mac}")), "wrong_algorithm");
            }
        }
    }
}

// X02: CVE-2015-9235, CVE-2026-23993.
#[test]
fn x02_no_algorithm_is_none_of_ours() {
    let world = World::new();
    let good = world.sign(&claims());
    let signature = good.rsplit_once('.').unwrap().1;
    for name in ["none", "None", "nOnE", " none", "", "HS256", "ES256K", "ES384", "dir", "es256"] {
        let mut header = world.header();
        header["alg"] = json!(name);
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims().to_string()));
        assert_eq!(world.refused(&format!("{signed}.{signature}")), "wrong_algorithm", "{name}");
        assert!(world.verify(&format!("{signed}.")).is_err());
        assert!(world.verify(&signed).is_err());
    }
    for alg in [json!(null), json!(1), json!(["ES256"])] {
        assert_eq!(world.refused(&with_header(&world, "alg", alg)), "header_malformed");
    }
}

// X03: CVE-2022-21449.
#[test]
fn x03_an_empty_signature_signs_nothing() {
    let world = World::new();
    let good = world.sign(&claims());
    let signed = good.rsplit_once('.').unwrap().0;
    let order: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let der = [&[0x30, 0x44, 0x02, 0x20][..], &[1; 32], &[0x02, 0x20], &[1; 32]].concat();
    for signature in [vec![0; 64], [order, order].concat(), vec![0; 63], vec![], der] {
        assert!(world.verify(&format!("{signed}.{}", encode(signature))).is_err());
    }
}

// X04, T-08: CVE-2018-0114. The key comes from the issuer alone, and nothing else is asked.
#[test]
fn x04_a_key_that_came_along_is_not_used() {
    let world = World::new();
    let own = Key::generate(Algorithm::ES256, "k1");
    let other = KeyServer::start(&[&own]);
    for (member, value) in [
        ("jwk", own.public()),
        ("jku", json!(other.url("/jwks"))),
        ("x5u", json!(other.url("/cert"))),
        ("x5c", json!(["MIIB"])),
    ] {
        let mut header = world.header();
        header[member] = value;
        assert_eq!(world.refused(&own.sign(&header, &claims())), "bad_signature", "{member}");
    }
    assert_eq!(other.asked(), 0);
}

// X05, T-10.
#[test]
fn x05_a_key_id_is_looked_up_and_nothing_else() {
    let world = World::new();
    world.verify(&world.sign(&claims())).unwrap();
    let long = "k".repeat(129);
    for id in ["", "\u{0}", "k 1", "k1\n", "ключ", &long] {
        assert_eq!(world.refused(&with_header(&world, "kid", json!(id))), "key_id_malformed");
    }
    for id in
        ["../../dev/null", "file:///etc/passwd", "'OR(1=1)--", "http://169.254.169.254/", "K1"]
    {
        assert_eq!(world.refused(&with_header(&world, "kid", json!(id))), "unknown_key", "{id}");
    }
    for id in [json!(1), json!(["k1"]), json!({"k1": 1}), json!(null)] {
        assert_eq!(world.refused(&with_header(&world, "kid", id)), "header_malformed");
    }
    let mut header = world.header();
    header.as_object_mut().unwrap().remove("kid");
    world.verify(&world.key.sign(&header, &claims())).unwrap();
}

// T-10: two keys that could be meant are none.
#[test]
fn t10_without_an_id_only_one_key_may_fit() {
    let world = World::new();
    let second = Key::generate(Algorithm::ES256, "k2");
    world.server.publish(&[&world.key, &second]);
    world.verify(&second.sign(&second.header(), &claims())).unwrap();
    let mut header = world.header();
    header.as_object_mut().unwrap().remove("kid");
    assert_eq!(world.refused(&world.key.sign(&header, &claims())), "ambiguous_key");
}

// T-04, X09: another key of the same id.
#[test]
fn t04_a_key_counts_for_its_own_issuer() {
    let world = World::new();
    let other = Key::generate(Algorithm::ES256, "k1");
    assert_eq!(world.refused(&other.sign(&other.header(), &claims())), "bad_signature");
}

#[test]
fn t09_an_extension_that_must_be_understood_is_refused() {
    let world = World::new();
    for (member, value) in
        [("crit", json!(["exp"])), ("crit", json!([])), ("b64", json!(false)), ("b64", json!(true))]
    {
        let reason = world.refused(&with_header(&world, member, value));
        assert_eq!(reason, "critical_extension", "{member}");
    }
    assert!(world.verify(&with_header(&world, "crit", json!(null))).is_err());
}

// T-02, T-11, T-12, X08: CVE-2022-39227.
#[test]
fn x08_a_token_has_one_form() {
    let world = World::new();
    let good = world.sign(&claims());
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let last = signature.chars().last().unwrap();
    // 86 characters hold 516 bits; the last four of them must be zero.
    let next = char::from_u32(u32::from(last) + 1).unwrap();
    let stray = format!("{signed}.{}{next}", &signature[..signature.len() - 1]);
    for bad in [
        format!("{good}."),
        format!("{good}.{signature}"),
        format!("{good}="),
        format!(".{good}"),
        format!("{signed}..{signature}"),
        signed.to_owned(),
        "....".to_owned(),
        "a.b.c".to_owned(),
        "opaque".to_owned(),
        stray,
    ] {
        assert!(matches!(world.verify(&bad), Err(Refusal::InvalidToken(_))), "{bad}");
    }
    let rest = claims().to_string()[1..].to_owned();
    for payload in [
        format!("{{\"sub\":\"bob\",{rest}"),
        format!("{{\"\\u0061ud\":\"x\",{rest}"),
        format!("{{{rest}x"),
        "[]".to_owned(),
        format!("{{\"x\":{}{},{rest}", "[".repeat(16), "]".repeat(16)),
    ] {
        let token = world.key.sign_text(&world.header(), &payload);
        assert_eq!(world.refused(&token), "payload_malformed", "{payload}");
    }
}

// S-01, S-07, X10: a token that is bound counts only with its key.
#[test]
fn s01_a_bound_token_counts_with_its_key_only() {
    let world = World::new();
    let (key, other) = (Thumbprint::new([1; 32]), Thumbprint::new([2; 32]));
    let text = encode([1; 32]);
    let bound = |cnf: Value| world.sign(&with(&json!({ "cnf": cnf })));
    let by_proof = bound(json!({"jkt": text}));
    let by_certificate = bound(json!({"x5t#S256": text}));
    let both = bound(json!({"jkt": text, "x5t#S256": text}));
    let plain = world.sign(&claims());
    for (token, jkt, x5t, expected) in [
        (&by_proof, Some(key), None, Ok(true)),
        (&by_proof, None, None, Err("bound_token_as_bearer")),
        (&by_proof, None, Some(key), Err("bound_token_as_bearer")),
        (&by_proof, Some(other), None, Err("wrong_proof_key")),
        (&by_certificate, None, Some(key), Ok(true)),
        (&by_certificate, None, Some(other), Err("wrong_certificate")),
        (&by_certificate, None, None, Err("wrong_certificate")),
        (&by_certificate, Some(key), Some(key), Err("unbound_token_as_dpop")),
        (&both, Some(key), Some(key), Ok(true)),
        (&both, Some(key), None, Err("wrong_certificate")),
        (&plain, None, Some(key), Ok(false)),
        (&plain, Some(key), None, Err("unbound_token_as_dpop")),
    ] {
        let told = match world.verify_as(token, Presented { jkt, x5t, signer: None }) {
            Ok(identity) => Ok(identity.is_bound),
            Err(Refusal::InvalidToken(reason)) => Err(reason),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(told, expected);
    }
    for cnf in [
        json!({}),
        json!({"jwk": {}}),
        json!({"jkt": "short"}),
        json!({"jkt": text, "kid": "x"}),
        json!("x"),
        json!({"jkt": 1}),
        json!([]),
    ] {
        assert_eq!(world.refused(&bound(cnf.clone())), "confirmation_malformed", "{cnf}");
    }
}
