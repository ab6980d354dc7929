//! A proof, taken apart and checked for itself: RFC 9449 §4.2 and checks 2 to 7 of §4.3.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::identity::claims::present;
use crate::identity::confirmation::Thumbprint;
use crate::identity::jws::{Unverified, VerifyingKey};
use crate::identity::paseto::Fault;

/// Far more than an RSA key of 4,096 bits and its signature need.
const LONGEST_PROOF: usize = 8 * 1024;

/// The longest `jti` that is kept in mind.
const LONGEST_ID: usize = 255;

/// Members of a private or a symmetric key (RFC 7518 §6.2.2, §6.3.2, §6.4.1; RFC 8037 §2).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// NIST SP 800-131A wants 2,048 bits. Checking a signature costs with the square of the length, so there is an upper end.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;
/// 65537: what every library makes.
const RSA_EXPONENT: &str = "AQAB";
/// 32 bytes in base64url (RFC 7518 §6.2.1.2, RFC 8037 §2). Another length would be another spelling of the same key.
const COORDINATE_CHARS: usize = 43;

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
    pub(super) key: Thumbprint,
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
        let jwk = public_key(unverified.header_text())?;
        let key = verifying_key(&unverified.header().alg, &jwk)?;
        let content = unverified.verify(&key).map_err(|_| "dpop_bad_signature")?;
        let claims = claims(content.payload())?;
        Ok(Self { key: thumbprint(&jwk)?, claims })
    }
}

/// RFC 7515 §3.1: base64url and dots. A list of two proofs is none.
fn is_compact(text: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.len() <= LONGEST_PROOF && text.bytes().all(is_char)
}

/// Check 7: a proof that shows its private key has proved nothing, and that key is lost.
fn public_key(header: &str) -> Result<Jwk, Fault> {
    const MALFORMED: Fault = "dpop_key_malformed";
    let Header { jwk } = serde_json::from_str(header).map_err(|_| MALFORMED)?;
    if PRIVATE.iter().any(|member| jwk.contains_key(*member)) {
        return Err("dpop_private_key");
    }
    // RFC 7517 §4.2: a key for something else.
    if jwk.get("use").is_some_and(|usage| usage != "sig") {
        return Err("dpop_key_unusable");
    }
    Jwk::deserialize(Value::Object(jwk)).map_err(|_| MALFORMED)
}

/// Check 5. The key says which algorithm fits; the header has to say the same (RFC 8725 §3.1).
fn verifying_key(alg: &str, jwk: &Jwk) -> Result<VerifyingKey, Fault> {
    let (algorithm, name) = match (&jwk.algorithm, alg) {
        (AlgorithmParameters::EllipticCurve(key), "ES256")
            if key.curve == EllipticCurve::P256
                && [&key.x, &key.y].iter().all(|part| part.len() == COORDINATE_CHARS) =>
        {
            (Algorithm::ES256, "ES256")
        }
        (AlgorithmParameters::OctetKeyPair(key), "EdDSA" | "Ed25519")
            if key.curve == EllipticCurve::Ed25519 && key.x.len() == COORDINATE_CHARS =>
        {
            // RFC 9864 §2.2 gives the second name, which says the curve.
            (Algorithm::EdDSA, if alg == "EdDSA" { "EdDSA" } else { "Ed25519" })
        }
        (AlgorithmParameters::RSA(key), "PS256") if key.e == RSA_EXPONENT => {
            (Algorithm::PS256, "PS256")
        }
        _ => return Err("dpop_wrong_algorithm"),
    };
    let key = DecodingKey::from_jwk(jwk).map_err(|_| "dpop_key_malformed")?;
    if !is_of_fitting_size(&key) {
        return Err("dpop_key_unusable");
    }
    Ok(VerifyingKey::new(key, algorithm, name))
}

/// RFC 7518 §6.3.1.1: a modulus has no leading zeros, so its first byte tells its bits.
fn is_of_fitting_size(key: &DecodingKey) -> bool {
    match key.kind() {
        jsonwebtoken::DecodingKeyKind::SecretOrDer(_) => true,
        jsonwebtoken::DecodingKeyKind::RsaModulusExponent { n, .. } => {
            RSA_BYTES.contains(&n.len()) && n.first().is_some_and(|first| *first >= 0x80)
        }
    }
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

/// RFC 7638. The key's members were decoded before, so they hold nothing that JSON would escape.
fn thumbprint(jwk: &Jwk) -> Result<Thumbprint, Fault> {
    let text = jwk.thumbprint(ThumbprintHash::SHA256).map_err(|_| "dpop_key_malformed")?;
    Thumbprint::parse(&text).ok_or("dpop_key_malformed")
}
