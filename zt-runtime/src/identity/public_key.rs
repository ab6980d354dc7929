//! A caller's public key: from a JWK that it shows or that its issuer signed, or from its certificate.
//!
//! What it is decides how signatures are checked; nothing that comes with a signature does (RFC 8725 §3.1).

use std::fmt;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash};
use jsonwebtoken::{DecodingKey, DecodingKeyKind};
use serde::Deserialize as _;
use serde_json::{Map, Value};
use x509_parser::oid_registry::{OID_EC_P256, OID_SIG_ED25519};
use x509_parser::public_key::PublicKey as Parsed;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::confirmation::Thumbprint;
use crate::crypto;

/// Members of a private or a symmetric key (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// NIST SP 800-131A wants 2,048 bits. Checking a signature costs with the square of the length, so there is an upper end.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;
/// 65537: what every library makes.
const RSA_EXPONENT: &str = "AQAB";
const RSA_EXPONENT_BYTES: [u8; 3] = [1, 0, 1];
/// 32 bytes in base64url (RFC 7518 §6.2.1.2, RFC 8037 §2). Another length would be another spelling of the same key.
const COORDINATE_CHARS: usize = 43;
const ED25519_BYTES: usize = 32;
/// SEC 1 §2.3.3: uncompressed.
const P256_POINT_BYTES: usize = 65;

/// What a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    P256,
    Ed25519,
    Rsa,
}

/// Why a JWK is no key that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyFault {
    Malformed,
    /// It shows its private part: whoever holds the JWK could sign, and that key is lost.
    Private,
    /// It is for something else, or too weak, or too long.
    Unusable,
    /// Of no kind that is accepted here.
    Kind,
}

/// A public key of a kind that counts, with the name under which tokens are bound to it.
#[derive(Clone)]
pub(crate) struct PublicKey {
    kind: KeyKind,
    key: DecodingKey,
    thumbprint: Thumbprint,
    /// The one algorithm that its JWK allows (RFC 7517 §4.4).
    only_for: Option<Box<str>>,
}

impl PublicKey {
    /// Reads a JWK; its thumbprint is that of RFC 7638.
    pub(crate) fn of_jwk(jwk: Map<String, Value>) -> Result<Self, KeyFault> {
        crypto::install();
        if PRIVATE.iter().any(|member| jwk.contains_key(*member)) {
            return Err(KeyFault::Private);
        }
        // RFC 7517 §4.2: a key for something else.
        if jwk.get("use").is_some_and(|usage| usage != "sig") {
            return Err(KeyFault::Unusable);
        }
        let only_for = jwk.get("alg").and_then(Value::as_str).map(Box::from);
        let jwk = Jwk::deserialize(Value::Object(jwk)).map_err(|_| KeyFault::Malformed)?;
        let kind = kind(&jwk).ok_or(KeyFault::Kind)?;
        let key = DecodingKey::from_jwk(&jwk).map_err(|_| KeyFault::Malformed)?;
        if !is_of_fitting_size(&key) {
            return Err(KeyFault::Unusable);
        }
        Ok(Self { kind, key, thumbprint: thumbprint(&jwk).ok_or(KeyFault::Malformed)?, only_for })
    }

    /// The key of a certificate with this thumbprint; `None` for one of a kind that signs nothing here.
    pub(crate) fn of_certificate(
        info: &SubjectPublicKeyInfo<'_>,
        thumbprint: Thumbprint,
    ) -> Option<Self> {
        let (kind, key) = certified(info)?;
        is_of_fitting_size(&key).then_some(Self { kind, key, thumbprint, only_for: None })
    }

    pub(crate) const fn kind(&self) -> KeyKind {
        self.kind
    }

    pub(crate) const fn key(&self) -> &DecodingKey {
        &self.key
    }

    /// `jkt` of a JWK, `x5t#S256` of a certificate.
    pub(crate) const fn thumbprint(&self) -> &Thumbprint {
        &self.thumbprint
    }

    /// Whether its JWK lets it be used with one of these algorithms, by their JOSE names.
    pub(crate) fn may_be_used_with(&self, names: &[&str]) -> bool {
        self.only_for.as_deref().is_none_or(|only| names.contains(&only))
    }
}

fn kind(jwk: &Jwk) -> Option<KeyKind> {
    match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key)
            if key.curve == EllipticCurve::P256
                && [&key.x, &key.y].iter().all(|part| part.len() == COORDINATE_CHARS) =>
        {
            Some(KeyKind::P256)
        }
        AlgorithmParameters::OctetKeyPair(key)
            if key.curve == EllipticCurve::Ed25519 && key.x.len() == COORDINATE_CHARS =>
        {
            Some(KeyKind::Ed25519)
        }
        AlgorithmParameters::RSA(key) if key.e == RSA_EXPONENT => Some(KeyKind::Rsa),
        _ => None,
    }
}

fn certified(info: &SubjectPublicKeyInfo<'_>) -> Option<(KeyKind, DecodingKey)> {
    if info.algorithm.algorithm == OID_SIG_ED25519 {
        let bytes: &[u8] = &info.subject_public_key.data;
        let fits = bytes.len() == ED25519_BYTES;
        return fits.then(|| (KeyKind::Ed25519, DecodingKey::from_ed_der(bytes)));
    }
    match info.parsed().ok()? {
        Parsed::EC(point) => {
            let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?;
            let fits = curve == OID_EC_P256 && point.data().len() == P256_POINT_BYTES;
            fits.then(|| (KeyKind::P256, DecodingKey::from_ec_der(point.data())))
        }
        Parsed::RSA(key) => {
            // DER puts a zero before a modulus whose first bit is set.
            let modulus = key.modulus.strip_prefix(&[0]).unwrap_or(key.modulus);
            let key = (key.exponent == RSA_EXPONENT_BYTES)
                .then(|| DecodingKey::from_rsa_raw_components(modulus, key.exponent));
            key.map(|key| (KeyKind::Rsa, key))
        }
        _ => None,
    }
}

/// RFC 7518 §6.3.1.1: a modulus has no leading zeros, so its first byte tells its bits.
fn is_of_fitting_size(key: &DecodingKey) -> bool {
    match key.kind() {
        DecodingKeyKind::SecretOrDer(_) => true,
        DecodingKeyKind::RsaModulusExponent { n, .. } => {
            RSA_BYTES.contains(&n.len()) && n.first().is_some_and(|first| *first >= 0x80)
        }
    }
}

/// RFC 7638. The key's members were decoded before, so they hold nothing that JSON would escape.
fn thumbprint(jwk: &Jwk) -> Option<Thumbprint> {
    Thumbprint::parse(&jwk.thumbprint(ThumbprintHash::SHA256).ok()?)
}

/// A key is its thumbprint.
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.thumbprint == other.thumbprint
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("kind", &self.kind).finish_non_exhaustive()
    }
}
