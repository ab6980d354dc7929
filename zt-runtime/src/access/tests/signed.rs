//! Which requests have to be signed, and what a signature is good for (S-11).

use serde_json::{Value, json};

use crate::testing::block_on;
use crate::testing::fixture::{Read, Shop, Write, shop};
use crate::testing::{TestApp, TestCaller};

const RFC_7517_KEY: &str = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";

fn alice(shop: &TestApp<Shop>) -> TestCaller<'_> {
    shop.as_caller("alice").holding::<Read>().holding::<Write>()
}

fn reasons(shop: &TestApp<Shop>) -> Vec<Value> {
    shop.audit().iter().map(|record| record["reason"].clone()).collect()
}

#[test]
fn s11_a_signed_request_counts_where_one_is_asked_for() {
    let shop = shop();
    block_on(async {
        let signed = alice(&shop).signed();
        assert_eq!(signed.post("/signed").body("text/plain", "12345").await.text(), "5");
        assert_eq!(signed.post("/signed?a=%2F&b").await.text(), "0");
        assert_eq!(alice(&shop).signed().post("/signed").await.status(), 201);
    });
    assert_eq!(reasons(&shop), ["ok"; 3]);
}

#[test]
fn s11_an_unsigned_one_is_told_what_to_sign() {
    let shop = shop();
    let answer = block_on(async { alice(&shop).post("/signed").body("text/plain", "1").await });
    assert_eq!(answer.status(), 401);
    let asked = r#"sig=("@method" "@target-uri" "authorization" "content-digest")"#;
    assert!(answer.header("accept-signature").unwrap().starts_with(asked));
    assert_eq!(reasons(&shop), ["request_not_signed"]);
}

// RFC 7800 §3.2: as a bound token isn't a bearer token, neither is this one.
#[test]
fn s11_a_token_with_a_key_inside_counts_in_signed_requests_only() {
    let shop = shop();
    let signed = alice(&shop).signed();
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": RFC_7517_KEY });
    let token = shop.token_for("alice").holding::<Read>().holding::<Write>();
    let token = token.issue_bound(&json!({ "jwk": key }));
    block_on(async {
        assert_eq!(signed.get("/things/7").await.text(), "7");
        for path in ["/things/7", "/fresh"] {
            let bare = shop.with_token(&token).get(path).await;
            let challenge = r#"Bearer error="invalid_token""#;
            assert_eq!((bare.status(), bare.header("www-authenticate")), (401, Some(challenge)));
        }
        assert_eq!(shop.with_token(&token).post("/signed").await.status(), 401);
        // Nobody is asked for anything there.
        assert_eq!(shop.with_token(&token).get("/open").await.status(), 200);
    });
    let unsigned = "bound_token_unsigned";
    assert_eq!(reasons(&shop), ["ok", unsigned, unsigned, unsigned, "ok"]);
}

#[test]
fn s11_a_signature_that_nobody_asks_for_is_ignored_and_one_without_a_key_refused() {
    let shop = shop();
    let input = r#"sig=();created=1;nonce="n";keyid="k";tag="zt""#;
    block_on(async {
        for (signature, status) in [("sig=:AAAA:", 200), ("rubbish", 200)] {
            let request = alice(&shop).get("/things/7").header("signature-input", input);
            assert_eq!(request.header("signature", signature).await.status(), status);
        }
        let request = alice(&shop).post("/signed").header("signature-input", input);
        let answer = request.header("signature", "sig=:AAAA:").await;
        assert_eq!(answer.json()["type"], "urn:zt:problem:invalid-signature");
        let challenge = r#"Bearer error="invalid_token", error_description="The signature of the request is not valid""#;
        assert_eq!((answer.status(), answer.header("www-authenticate")), (401, Some(challenge)));
    });
    assert_eq!(reasons(&shop), ["ok", "ok", "signature_without_key"]);
}

#[test]
fn s11_a_confirmation_has_one_public_key_of_a_kind_that_counts() {
    let shop = shop();
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": RFC_7517_KEY });
    let with = |name: &str, value: Value| {
        let mut key = key.clone();
        key[name] = value;
        json!({ "jwk": key })
    };
    let malformed = "confirmation_malformed";
    let cases = [
        (with("d", json!("AAAA")), "confirmation_private_key"),
        (with("k", json!("AAAA")), "confirmation_private_key"),
        (with("crv", json!("X25519")), malformed),
        (with("x", json!("AAAA")), malformed),
        (with("use", json!("enc")), malformed),
        (json!({ "jwk": {} }), malformed),
        (json!({ "jwk": { "kty": "oct", "k": "AAAA" } }), "confirmation_private_key"),
        (json!({ "jwk": key, "jkt": RFC_7517_KEY }), malformed),
        (json!({ "jwk": key, "kid": "a" }), "payload_malformed"),
        (json!({ "jwk": null }), "payload_malformed"),
        (json!({ "jwk": "key" }), "payload_malformed"),
    ];
    block_on(async {
        for (confirmation, _) in &cases {
            let token = shop.token_for("alice").holding::<Read>().issue_bound(confirmation);
            assert_eq!(shop.with_token(&token).get("/things/7").await.status(), 401);
        }
    });
    let told: Vec<_> = cases.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(reasons(&shop), told);
}

#[test]
fn s12_a_body_is_what_its_digest_says_signed_or_not() {
    let shop = shop();
    let (of_body, of_nothing) = (
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
    );
    let body = r#"{"hello": "world"}"#;
    block_on(async {
        for caller in [alice(&shop), alice(&shop).signed()] {
            for (digest, status) in
                [(of_body, 201), (of_nothing, 400), ("md5=:AAAA:", 400), ("rubbish, ", 400)]
            {
                let request = caller.post("/things").header("content-digest", digest);
                let answer = request.body("text/plain", body).await;
                assert_eq!(answer.status(), status, "{digest}");
            }
            // No body at all is one of no bytes.
            let request = caller.get("/things/7").header("content-digest", of_nothing);
            assert_eq!(request.await.status(), 200);
            let request = caller.get("/things/7").header("content-digest", of_body);
            assert_eq!(request.await.status(), 400);
        }
    });
    let told = [
        "ok",
        "content_digest_mismatch",
        "content_digest_unknown",
        "content_digest_malformed",
        "ok",
        "content_digest_mismatch",
    ];
    assert_eq!(reasons(&shop), [told, told].concat());
}
