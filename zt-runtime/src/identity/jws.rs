//! A JWS in compact form, taken apart strictly; its signature is checked under a key that says its own algorithm.
//!
//! Source: RFC 7515, with RFC 8725 §3.1: the header never chooses how it is verified. jsonwebtoken does the
//! cryptography.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::claims::present;
use super::json::{self, CLAIMS, Limits};
use super::paseto::Fault;

/// A header is read before the signature is checked, so it is kept small (T-11). A JWK is an object within it.
const HEADER: Limits = Limits { depth: 4, keys: 64 };

/// A token in three parts, whose signature nobody has checked and whose payload is one JSON object.
pub(crate) struct Unverified<'t> {
    parts: Parts<'t>,
    content: Arc<Content>,
}

/// What a token says. Outside of this file there is only that of tokens whose signature was good.
pub(crate) struct Content {
    header: Header,
    payload: Map<String, Value>,
}

/// Header, payload and signature, whatever the payload is.
pub(super) struct Parts<'t> {
    header: Header,
    header_text: String,
    payload: &'t str,
    signed: &'t str,
    signature: &'t str,
}

/// What of a header is used before the signature is checked: to choose among known keys, and to refuse.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Header {
    pub(crate) alg: String,
    #[serde(default, deserialize_with = "present")]
    pub(crate) typ: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(crate) kid: Option<String>,
    /// Extensions that must be understood (RFC 7515 §4.1.11). We understand none.
    #[serde(default, deserialize_with = "present")]
    crit: Option<IgnoredAny>,
    /// RFC 7797.
    #[serde(default, deserialize_with = "present")]
    b64: Option<IgnoredAny>,
}

impl<'t> Parts<'t> {
    /// Three parts (T-02), and a header that is one JSON object without a key twice (T-11).
    pub(super) fn parse(token: &'t str) -> Result<Self, Fault> {
        const MALFORMED: Fault = "token_malformed";
        let (signed, signature) = token.rsplit_once('.').ok_or(MALFORMED)?;
        let (header, payload) = signed.split_once('.').ok_or(MALFORMED)?;
        if payload.contains('.') || signature.is_empty() {
            return Err(MALFORMED);
        }
        let header_text = text(header).ok_or("header_malformed")?;
        json::check_object(&header_text, HEADER).map_err(|_| "header_malformed")?;
        let header: Header = serde_json::from_str(&header_text).map_err(|_| "header_malformed")?;
        if header.crit.is_some() || header.b64.is_some() {
            return Err("critical_extension");
        }
        Ok(Self { header, header_text, payload, signed, signature })
    }

    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    /// Whether `key` signed header and payload. The header's `alg` must be the key's own (T-01).
    pub(super) fn check_signed_by(&self, key: &VerifyingKey) -> Result<(), Fault> {
        if self.header.alg != key.name {
            return Err("wrong_algorithm");
        }
        let signed = self.signed.as_bytes();
        let verified =
            jsonwebtoken::crypto::verify(self.signature, signed, &key.key, key.algorithm);
        match verified {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err("bad_signature"),
        }
    }
}

impl<'t> Unverified<'t> {
    /// Takes a token apart: each part in canonical base64url (T-12), header and payload one JSON object each, without a
    /// key twice (T-11).
    pub(crate) fn parse(token: &'t str) -> Result<Self, Fault> {
        let parts = Parts::parse(token)?;
        let payload = text(parts.payload).ok_or("payload_malformed")?;
        let payload = json::read_object(&payload, CLAIMS).map_err(|_| "payload_malformed")?;
        let content = Arc::new(Content { header: parts.header.clone(), payload });
        Ok(Self { parts, content })
    }

    pub(crate) const fn header(&self) -> &Header {
        self.parts.header()
    }

    /// The whole header, for members that only one kind of token has.
    pub(crate) fn header_text(&self) -> &str {
        &self.parts.header_text
    }

    /// Who is said to have signed, before that is known: to find whose keys to try, and nothing else.
    pub(crate) fn untrusted_issuer(&self) -> Result<&str, Fault> {
        self.content.issuer()
    }

    /// What it says, if `key` signed it.
    pub(crate) fn verify(&self, key: &VerifyingKey) -> Result<&Arc<Content>, Fault> {
        self.parts.check_signed_by(key)?;
        Ok(&self.content)
    }
}

impl Content {
    pub(crate) const fn header(&self) -> &Header {
        &self.header
    }

    pub(crate) const fn payload(&self) -> &Map<String, Value> {
        &self.payload
    }

    pub(crate) fn issuer(&self) -> Result<&str, Fault> {
        self.payload.get("iss").and_then(Value::as_str).ok_or("payload_malformed")
    }
}

impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified").field("header", self.header()).finish_non_exhaustive()
    }
}

/// A public key with the one algorithm that it verifies.
#[derive(Clone)]
pub(crate) struct VerifyingKey {
    key: DecodingKey,
    algorithm: Algorithm,
    /// As headers spell it: `EdDSA`, or `Ed25519` of RFC 9864.
    name: &'static str,
}

impl VerifyingKey {
    pub(crate) const fn new(key: DecodingKey, algorithm: Algorithm, name: &'static str) -> Self {
        Self { key, algorithm, name }
    }

    pub(crate) const fn algorithm_name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("algorithm", &self.name).finish_non_exhaustive()
    }
}

fn text(part: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
