//! A JWK Set as an issuer publishes it (RFC 7517), turned into keys that each know their one algorithm.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash};
use serde_json::{Map, Value};

use super::algorithms::{Algorithms, Signature};
use crate::identity::confirmation::Thumbprint;
use crate::identity::jws::{Header, VerifyingKey};
use crate::identity::paseto::Fault;

/// An issuer that rotates every hour and keeps a month of keys has fewer.
const MOST_KEYS: usize = 1000;
/// T-10.
const LONGEST_ID: usize = 128;
/// T-15.
const LEAST_RSA_BYTES: usize = 256;

/// The keys that count now.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeySet {
    by_id: HashMap<Box<str>, Vec<Published>>,
    nameless: Vec<Published>,
}

/// A key of a set.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    pub(crate) key: VerifyingKey,
    /// RFC 7638: another key under the same id has another one.
    pub(crate) thumbprint: Thumbprint,
}

impl KeySet {
    /// Reads a whole set. A key that is for something else (encryption, another algorithm, a shared secret) is left
    /// out; a document that is no key set is refused, so that it never replaces one.
    pub(crate) fn parse(document: &[u8], allowed: &Algorithms) -> Result<Self, &'static str> {
        let document: Map<String, Value> =
            serde_json::from_slice(document).map_err(|_| "is no JSON object")?;
        let Some(Value::Array(keys)) = document.get("keys") else { return Err("has no `keys`") };
        if keys.len() > MOST_KEYS {
            return Err("has too many keys");
        }
        let mut set = Self::default();
        for (id, key) in keys.iter().filter_map(|key| read(key, allowed)) {
            match id {
                Some(id) => set.by_id.entry(id.into()).or_default().push(key),
                None => set.nameless.push(key),
            }
        }
        if set.by_id.is_empty() && set.nameless.is_empty() {
            return Err("has no key that is allowed here");
        }
        Ok(set)
    }

    /// The names of all its keys (RFC 7638), in order.
    pub(crate) fn thumbprints(&self) -> Vec<String> {
        let all = self.by_id.values().flatten().chain(&self.nameless);
        let mut names: Vec<_> = all.map(|it| it.thumbprint.to_string()).collect();
        names.sort_unstable();
        names
    }

    /// The key that a header means: of that exact id and algorithm, or, where it names none, the only one of its
    /// algorithm (T-10). Two keys that both could be meant are none.
    pub(crate) fn find(&self, header: &Header) -> Result<&Published, Fault> {
        let named = header.kid.as_deref();
        if named.is_some_and(|id| !is_id(id)) {
            return Err("key_id_malformed");
        }
        let of_id = named.map(|id| self.by_id.get(id).ok_or("unknown_key")).transpose()?;
        let fits = |it: &&Published| it.key.algorithm_name() == header.alg;
        match of_id {
            Some(keys) => only(keys.iter().filter(fits)),
            None => only(self.by_id.values().flatten().chain(&self.nameless).filter(fits)),
        }
    }
}

fn only<'k>(mut fitting: impl Iterator<Item = &'k Published>) -> Result<&'k Published, Fault> {
    let key = fitting.next().ok_or("wrong_algorithm")?;
    if fitting.next().is_some() { Err("ambiguous_key") } else { Ok(key) }
}

fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

/// `None` for a key that can't or mustn't verify a token here.
fn read(value: &Value, allowed: &Algorithms) -> Option<(Option<String>, Published)> {
    let members = value.as_object()?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let id = match members.get("kid") {
        None => None,
        Some(id) => Some(id.as_str().filter(|id| is_id(id))?.to_owned()),
    };
    if members.contains_key("use") && text("use") != Some("sig") {
        return None;
    }
    if let Some(operations) = members.get("key_ops") {
        operations.as_array()?.iter().find(|one| one.as_str() == Some("verify"))?;
    }
    let (signature, name) = algorithm(members, allowed)?;
    // What the library doesn't know of `alg` (`Ed25519` of RFC 9864) has been decided by now.
    let mut members = members.clone();
    members.remove("alg");
    let jwk: Jwk = serde_json::from_value(Value::Object(members)).ok()?;
    is_sound(&jwk.algorithm, signature).then_some(())?;
    let thumbprint = Thumbprint::parse(&jwk.thumbprint(ThumbprintHash::SHA256).ok()?)?;
    let key = DecodingKey::from_jwk(&jwk).ok()?;
    let key = VerifyingKey::new(key, signature.of_jose(), name);
    Some((id, Published { key, thumbprint }))
}

/// The one algorithm of a key: what it says, or what its type leaves (T-01).
fn algorithm(
    members: &Map<String, Value>,
    allowed: &Algorithms,
) -> Option<(Signature, &'static str)> {
    let said = match members.get("alg") {
        None => None,
        Some(said) => Some(said.as_str()?),
    };
    let candidates: &[(Signature, &'static str)] = match members.get("kty")?.as_str()? {
        "EC" => &[(Signature::Es256, "ES256")],
        "OKP" if said == Some("Ed25519") => &[(Signature::EdDsa, "Ed25519")],
        "OKP" => &[(Signature::EdDsa, "EdDSA")],
        "RSA" => &[(Signature::Ps256, "PS256"), (Signature::Rs256, "RS256")],
        _ => return None,
    };
    let fits = |(signature, name): &&(Signature, &'static str)| {
        allowed.holds(*signature) && said.is_none_or(|said| said == *name)
    };
    let mut fitting = candidates.iter().filter(fits);
    let one = fitting.next()?;
    // A key of RSA without `alg`, where both of its algorithms are allowed, would let the header choose.
    fitting.next().is_none().then_some(*one)
}

fn is_sound(parameters: &AlgorithmParameters, signature: Signature) -> bool {
    let long = |text: &str| URL_SAFE_NO_PAD.decode(text).map(|bytes| bytes.len());
    match (parameters, signature) {
        (AlgorithmParameters::EllipticCurve(ec), Signature::Es256) => {
            matches!(ec.curve, EllipticCurve::P256)
                && long(&ec.x) == Ok(32)
                && long(&ec.y) == Ok(32)
        }
        (AlgorithmParameters::OctetKeyPair(okp), Signature::EdDsa) => {
            matches!(okp.curve, EllipticCurve::Ed25519) && long(&okp.x) == Ok(32)
        }
        (AlgorithmParameters::RSA(rsa), Signature::Ps256 | Signature::Rs256) => {
            long(&rsa.n).is_ok_and(|length| length >= LEAST_RSA_BYTES)
        }
        _ => false,
    }
}
