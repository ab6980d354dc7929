//! What was taken back counts no more, from that moment on (T-23).

use std::time::Duration;

use serde_json::Value;

use crate::fixture::checks::invalid_token;
use crate::fixture::{House, in_house, refused};

/// The `jti` in a token's signed and readable payload.
fn token_id(token: &str) -> String {
    let payload = token.split('.').nth(2).unwrap();
    let bytes = decode(payload);
    let claims: Value = serde_json::from_slice(&bytes[..bytes.len() - 64]).unwrap();
    claims["jti"].as_str().unwrap().to_owned()
}

/// base64url without padding (RFC 4648 §5).
fn decode(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let value = alphabet.iter().position(|known| *known == letter).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

#[test]
fn t23_a_revoked_token_is_invalid_and_the_next_one_counts() {
    in_house(async |house| {
        let (token, other) = (house.token(), house.token());
        let caller = house.app.with_token(&token);
        assert_eq!(caller.get("/me").await.status(), 200);
        house.app.revocations().revoke_token("test:Office", &token_id(&token)).unwrap();
        refused(house, caller.get("/me"), invalid_token("token_revoked")).await;
        assert_eq!(house.app.with_token(&other).get("/me").await.status(), 200);
    });
}

// T-04: an issuer takes back its own tokens, not another's of the same id.
#[test]
fn t04_a_token_id_is_its_issuers() {
    in_house(async |house| {
        let token = house.token();
        house.app.revocations().revoke_token("https://issuer.example", &token_id(&token)).unwrap();
        assert_eq!(house.app.with_token(&token).get("/me").await.status(), 200);
    });
}

#[test]
fn t23_all_that_a_subject_was_given_is_taken_back() {
    in_house(async |house| {
        let tokens = [house.token(), house.token()];
        house.app.revocations().revoke_subject(&house.app.person("alice")).unwrap();
        for token in &tokens {
            refused(
                house,
                house.app.with_token(token).get("/me"),
                invalid_token("subject_revoked"),
            )
            .await;
        }
        // Others are as they were, of whatever kind.
        assert_eq!(house.person("bob", "acme").get("/me").await.status(), 200);
        assert_eq!(house.app.as_caller("alice").as_client().get("/me").await.status(), 200);
        house.app.clock().advance(Duration::from_secs(1));
        assert_eq!(house.alice().get("/me").await.status(), 200);
        refused(
            house,
            house.app.with_token(&tokens[0]).get("/me"),
            invalid_token("subject_revoked"),
        )
        .await;
    });
}

#[test]
fn t23_a_public_route_does_not_care() {
    in_house(async |house: &House| {
        let token = house.token();
        house.app.revocations().revoke_token("test:Office", &token_id(&token)).unwrap();
        assert_eq!(house.app.with_token(&token).get("/prices").await.status(), 200);
    });
}
