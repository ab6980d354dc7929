//! What a caller of a test does with its key for each request.

use serde_json::{Value, json};

use super::proving;
use super::signing::SigningKey;
use crate::edge::Headers;
use crate::endpoint::HeaderSource as _;
use crate::gate::Gate;

const DPOP: &str = "DPoP ";

/// A key, and which proofs of it are asked for.
#[derive(Debug, Clone)]
pub(super) struct Held {
    key: SigningKey,
    proves: bool,
    signs: bool,
}

/// A request before its caller has proved anything.
pub(super) struct Unproved<'r> {
    pub(super) method: &'r str,
    /// Path and query.
    pub(super) target: &'r str,
    pub(super) body: &'r [u8],
    pub(super) headers: &'r mut Headers,
}

impl Held {
    pub(super) fn generate() -> Self {
        Self { key: SigningKey::generate(), proves: false, signs: false }
    }

    /// By DPoP proofs.
    pub(super) fn proving(self) -> Self {
        Self { proves: true, ..self }
    }

    /// By signatures of requests.
    pub(super) fn signing(self) -> Self {
        Self { signs: true, ..self }
    }

    /// As a token names it: a key of both is named once.
    pub(super) fn confirmation(&self) -> Value {
        if self.proves {
            json!({ "jkt": self.key.thumbprint() })
        } else {
            json!({ "jwk": self.key.jwk() })
        }
    }

    /// RFC 9449 §7.1.
    pub(super) const fn scheme(&self) -> &'static str {
        if self.proves { "DPoP" } else { "Bearer" }
    }

    /// Adds what the caller's rule asks for. The signature comes last: it covers the proof.
    pub(super) fn prove(&self, gate: &Gate, request: Unproved<'_>) {
        if self.proves && !request.headers.has("dpop") {
            let proof = proving::proof(&self.key, gate, &request, token(request.headers));
            request.headers.add("dpop", proof);
        }
        if self.signs {
            self.key.sign(gate, request);
        }
    }
}

/// The one that the request bears by now.
fn token(headers: &Headers) -> String {
    let mut values = headers.values("authorization").into_iter().map(String::from_utf8_lossy);
    let token = values.find_map(|value| value.strip_prefix(DPOP).map(str::to_owned));
    token.unwrap_or_default()
}
