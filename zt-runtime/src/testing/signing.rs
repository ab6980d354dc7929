//! How a caller of a test signs its requests (RFC 9421), as any client does it.

use std::sync::Arc;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::held::Unproved;
use crate::endpoint::HeaderSource as _;
use crate::gate::Gate;
use crate::hex::hex;

/// A key that only its caller has.
#[derive(Debug, Clone)]
pub(super) struct SigningKey(Arc<Ed25519KeyPair>);

#[allow(clippy::panic, reason = "a test fails by panicking")]
impl SigningKey {
    pub(super) fn generate() -> Self {
        let key = Ed25519KeyPair::generate();
        Self(Arc::new(key.unwrap_or_else(|error| panic!("no key: {error}"))))
    }

    /// The public part, as a token names it in `cnf` (RFC 7800 §3.2).
    pub(super) fn jwk(&self) -> Map<String, Value> {
        let members = [("kty", "OKP".to_owned()), ("crv", "Ed25519".to_owned()), ("x", self.x())];
        members.map(|(name, value)| (name.to_owned(), Value::String(value))).into_iter().collect()
    }

    /// Adds the digest of the body and the signature.
    pub(super) fn sign(&self, gate: &Gate, request: Unproved<'_>) {
        let Unproved { method, target, body, headers } = request;
        let mut lines = vec![
            ("@method", method.to_owned()),
            ("@target-uri", format!("{}{target}", gate.test_origin())),
        ];
        if !body.is_empty() && !headers.has("content-digest") {
            headers.add("content-digest", format!("sha-256=:{}:", encoded(Sha256::digest(body))));
        }
        for name in ["authorization", "content-digest", "dpop"] {
            let values = headers.values(name).into_iter().map(String::from_utf8_lossy);
            let values: Vec<_> = values.collect();
            if !values.is_empty() {
                lines.push((name, values.join(", ")));
            }
        }
        let covered: Vec<_> = lines.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let input = format!("({}){}", covered.join(" "), self.parameters(gate));
        let lines = lines.iter().map(|(name, value)| format!("\"{name}\": {value}\n"));
        let base = format!("{}\"@signature-params\": {input}", lines.collect::<String>());
        headers.add("signature-input", format!("sig={input}"));
        headers.add("signature", format!("sig=:{}:", encoded(self.0.sign(base.as_bytes()))));
    }

    fn parameters(&self, gate: &Gate) -> String {
        let (created, nonce, keyid) = (gate.now().as_second(), used_once(), self.thumbprint());
        format!(r#";created={created};nonce="{nonce}";keyid="{keyid}";tag="zt""#)
    }

    /// RFC 7638 §3: the members that it needs, in their order.
    pub(super) fn thumbprint(&self) -> String {
        let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(Sha256::digest(members))
    }

    /// Over these bytes.
    pub(super) fn signature(&self, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        self.0.sign(bytes)
    }

    fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }
}

/// 128 random bits.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub(super) fn used_once() -> String {
    let mut bytes = [0; 16];
    if let Err(error) = getrandom::fill(&mut bytes) {
        panic!("no random numbers: {error}");
    }
    hex(&bytes)
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}
