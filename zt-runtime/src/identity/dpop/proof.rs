//! A proof, taken apart and checked for itself: RFC 9449 §4.2 and checks 2 to 7 of §4.3.

use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::identity::claims::present;
use crate::identity::jws::{Unverified, VerifyingKey};
use crate::identity::paseto::Fault;
use crate::identity::public_key::{KeyFault, KeyKind, PublicKey};

/// Far more than an RSA key of 4,096 bits and its signature need.
const LONGEST_PROOF: usize = 8 * 1024;

/// The longest `jti` that is kept in mind.
const LONGEST_ID: usize = 255;

/// What was signed (RFC 9449 §4.2).
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    pub(super) jti: String,
    pub(super) htm: String,
    pub(super) htu: String,
    /// In whole seconds.
    pub(super) iat: i64,
    #[serde(default, deserialize_with = "present")]
    pub(super) ath: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) nonce: Option<String>,
    /// Not of the RFC's, but whoever writes them means them (RFC 7519 §4.1.4 and §4.1.5).
    #[serde(default, deserialize_with = "present")]
    pub(super) exp: Option<i64>,
    #[serde(default, deserialize_with = "present")]
    pub(super) nbf: Option<i64>,
}

/// A proof whose signature is its own key's. For what it was made is not yet looked at.
#[derive(Debug)]
pub(super) struct Proof {
    pub(super) key: PublicKey,
    pub(super) claims: Claims,
}

#[derive(Deserialize)]
struct Header {
    jwk: Map<String, Value>,
}

impl Proof {
    /// Reads the value of a `DPoP` header.
    pub(super) fn read(value: &[u8]) -> Result<Self, Fault> {
        let text = str::from_utf8(value).ok().filter(|text| is_compact(text));
        let unverified = Unverified::parse(text.ok_or("dpop_proof_malformed")?)
            .map_err(|_| "dpop_proof_malformed")?;
        if unverified.header().typ.as_deref() != Some("dpop+jwt") {
            return Err("dpop_wrong_type");
        }
        let key = public_key(unverified.header_text())?;
        let verifying = verifying_key(&unverified.header().alg, &key)?;
        let content = unverified.verify(&verifying).map_err(|_| "dpop_bad_signature")?;
        Ok(Self { claims: claims(content.payload())?, key })
    }
}

/// RFC 7515 §3.1: base64url and dots. A list of two proofs is none.
fn is_compact(text: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.len() <= LONGEST_PROOF && text.bytes().all(is_char)
}

/// Check 7: a proof that shows its private key has proved nothing, and that key is lost.
fn public_key(header: &str) -> Result<PublicKey, Fault> {
    let Header { jwk } = serde_json::from_str(header).map_err(|_| "dpop_key_malformed")?;
    PublicKey::of_jwk(jwk).map_err(|fault| match fault {
        KeyFault::Malformed => "dpop_key_malformed",
        KeyFault::Private => "dpop_private_key",
        KeyFault::Unusable => "dpop_key_unusable",
        KeyFault::Kind => "dpop_wrong_algorithm",
    })
}

/// Check 5. The key says which algorithm fits; the header has to say the same (RFC 8725 §3.1).
fn verifying_key(alg: &str, key: &PublicKey) -> Result<VerifyingKey, Fault> {
    let (algorithm, name) = match (key.kind(), alg) {
        (KeyKind::P256, "ES256") => (Algorithm::ES256, "ES256"),
        (KeyKind::Ed25519, "EdDSA") => (Algorithm::EdDSA, "EdDSA"),
        // RFC 9864 §2.2 gives the second name, which says the curve.
        (KeyKind::Ed25519, "Ed25519") => (Algorithm::EdDSA, "Ed25519"),
        (KeyKind::Rsa, "PS256") => (Algorithm::PS256, "PS256"),
        _ => return Err("dpop_wrong_algorithm"),
    };
    Ok(VerifyingKey::new(key.key().clone(), algorithm, name))
}

/// Check 3.
fn claims(payload: &Map<String, Value>) -> Result<Claims, Fault> {
    const MALFORMED: Fault = "dpop_claims_malformed";
    let claims = Claims::deserialize(payload).map_err(|_| MALFORMED)?;
    if claims.jti.is_empty() || claims.jti.len() > LONGEST_ID {
        return Err(MALFORMED);
    }
    Ok(claims)
}
