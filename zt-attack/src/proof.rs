//! DPoP proofs (RFC 9449 §4.2): good ones, and those that a thief of a token makes, finds or keeps.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::key::{Key, hash, used_once};

/// What goes along with a token that is bound to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// A good one.
    Good,
    /// None, and the token as a bearer token.
    AsBearer,
    /// None.
    Missing,
    /// Two that are good.
    Two,
    /// One of another key.
    OtherKey,
    /// One for another token.
    OtherToken,
    /// One for another path.
    OtherPath,
    /// One for another method.
    OtherMethod,
    /// One that was made so many seconds from now.
    Made(i64),
    /// One that shows a private key.
    PrivateKey,
    /// One without the service's nonce.
    NoNonce,
}

/// What a proof is made for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'o> {
    pub(crate) method: &'o str,
    /// `http://127.0.0.1:8080`
    pub(crate) origin: &'o str,
    /// With or without a query.
    pub(crate) target: &'o str,
    pub(crate) token: &'o str,
    pub(crate) nonce: Option<&'o str>,
    /// In seconds since 1970, as the service counts them.
    pub(crate) now: i64,
}

impl Proof {
    /// The scheme of the token beside it.
    pub(crate) const fn scheme(self) -> &'static str {
        if matches!(self, Self::AsBearer) { "Bearer" } else { "DPoP" }
    }

    /// The values of `DPoP` headers.
    pub(crate) fn texts(self, own: &Key, other: &Key, occasion: Occasion<'_>) -> Vec<String> {
        let one = || self.text(own, other, occasion);
        match self {
            Self::AsBearer | Self::Missing => Vec::new(),
            Self::Two => vec![one(), one()],
            _ => vec![one()],
        }
    }

    fn text(self, own: &Key, other: &Key, occasion: Occasion<'_>) -> String {
        let key = if self == Self::OtherKey { other } else { own };
        let jwk = if self == Self::PrivateKey { key.jwk_with_private_half() } else { key.jwk() };
        let header = json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": jwk });
        let parts = [header, self.claims(occasion)];
        let signed = parts.map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes())))
    }

    fn claims(self, occasion: Occasion<'_>) -> Value {
        let Occasion { method, origin, target, token, nonce, now } = occasion;
        let path = target.split('?').next().unwrap_or_default();
        let mut claims = json!({
            "jti": used_once(16), "htm": method, "htu": format!("{origin}{path}"), "iat": now,
            "ath": hash(token.as_bytes()), "nonce": nonce,
        });
        let (member, value) = match self {
            Self::OtherToken => ("ath", json!(hash(format!("{token}x").as_bytes()))),
            Self::OtherPath => ("htu", json!(format!("{origin}{path}/other"))),
            Self::OtherMethod => ("htm", json!(if method == "GET" { "POST" } else { "GET" })),
            Self::Made(seconds) => ("iat", json!(now.saturating_add(seconds))),
            Self::NoNonce => ("nonce", Value::Null),
            _ => return without_nulls(claims),
        };
        if let Some(members) = claims.as_object_mut() {
            members.insert(member.to_owned(), value);
        }
        without_nulls(claims)
    }
}

fn without_nulls(mut claims: Value) -> Value {
    if let Some(members) = claims.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    claims
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    const OCCASION: Occasion<'static> = Occasion {
        method: "GET",
        origin: "http://127.0.0.1:80",
        target: "/notes/7?a=1",
        token: "v4.public.a.b",
        nonce: Some("n"),
        now: 1_893_456_000,
    };

    /// Header and claims, without what is new in each.
    fn parts(proof: Proof, own: &Key, other: &Key) -> Vec<[Value; 2]> {
        let read = |text: String| {
            let mut parts = text.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
            let [header, mut claims] =
                [(); 2].map(|()| serde_json::from_slice::<Value>(&parts.next().unwrap()).unwrap());
            claims["jti"] = Value::Null;
            [header, claims]
        };
        proof.texts(own, other, OCCASION).into_iter().map(read).collect()
    }

    #[test]
    fn x10_each_bad_proof_differs_from_the_good_one_in_one_thing() {
        let (own, other) = (Key::generate().unwrap(), Key::generate().unwrap());
        let good = parts(Proof::Good, &own, &other).pop().unwrap();
        assert_eq!(good[1]["htu"], "http://127.0.0.1:80/notes/7");
        for (proof, part, members) in [
            (Proof::OtherKey, 0, &["jwk"][..]),
            (Proof::PrivateKey, 0, &["jwk"]),
            (Proof::OtherToken, 1, &["ath"]),
            (Proof::OtherPath, 1, &["htu"]),
            (Proof::OtherMethod, 1, &["htm"]),
            (Proof::Made(-120), 1, &["iat"]),
            (Proof::Made(120), 1, &["iat"]),
            (Proof::NoNonce, 1, &["nonce"]),
        ] {
            let mut bad = parts(proof, &own, &other).pop().unwrap();
            assert_ne!(bad, good, "{proof:?}");
            for member in members {
                bad[part][*member] = good[part][*member].clone();
            }
            assert_eq!(bad, good, "{proof:?}");
        }
        assert_eq!(parts(Proof::Two, &own, &other), [good.clone(), good]);
        assert!(parts(Proof::Missing, &own, &other).is_empty());
        assert!(parts(Proof::AsBearer, &own, &other).is_empty());
    }
}
