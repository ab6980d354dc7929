//! JWT access tokens of an issuer that isn't ours (RFC 9068, RFC 8725).
//!
//! [`discovery`] finds the keys, [`keys`] keeps them, [`key_set`] reads them, [`claims`] reads what was signed. The
//! checks that hold for every token stand in the verifier.

pub(crate) mod algorithms;
pub(crate) mod claims;
pub(crate) mod discovery;
pub(crate) mod key_set;
pub(crate) mod keys;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::claims::Claims;
use super::introspection::Introspection;
use super::jws::Unverified;
use super::paseto::Fault;
use crate::problem::Refusal;
use claims::Mapping;
use keys::{Fetched, Keys};

/// What verifies an issuer's JWT access tokens.
#[derive(Debug, Clone)]
pub(crate) struct JwtTrust {
    /// What `typ` must be, without `application/`: `at+jwt` (RFC 9068 §4).
    pub(crate) typ: Box<str>,
    pub(crate) mapping: Mapping,
    pub(crate) keys: Keys,
    /// Who is asked about tokens that are no JWT. Without it, they are refused.
    pub(crate) introspection: Option<Introspection>,
}

impl JwtTrust {
    /// The signed claims, under a key of this issuer and no other (T-04).
    pub(super) async fn signed_claims(&self, token: &Unverified<'_>) -> Result<Claims, Refusal> {
        self.check_type(token).map_err(Refusal::InvalidToken)?;
        let known = self.keys.current().await?;
        let payload = match signed(token, &known) {
            // The issuer may have rotated since, also under the same id.
            Err("unknown_key" | "wrong_algorithm" | "bad_signature") => {
                let newer = self.keys.newer_than(&known).await;
                signed(token, newer.as_ref().unwrap_or(&known))
            }
            settled => settled,
        };
        let claims = payload.and_then(|payload| self.mapping.read(payload));
        claims.map_err(Refusal::InvalidToken)
    }

    /// What the issuer says about a token that says nothing itself.
    pub(super) async fn asked_claims(&self, token: &str) -> Result<Claims, Refusal> {
        let introspection = self.introspection.as_ref();
        let introspection = introspection.ok_or(Refusal::InvalidToken("token_malformed"))?;
        introspection.claims(token, &self.mapping).await
    }

    /// An ID token, a logout token or a DPoP proof is no access token (T-06).
    fn check_type(&self, token: &Unverified<'_>) -> Result<(), Fault> {
        let typ = token.header().typ.as_deref().ok_or("wrong_type")?;
        let typ = typ.to_ascii_lowercase();
        let short = typ.strip_prefix("application/").unwrap_or(&typ);
        if short == self.typ.to_ascii_lowercase() { Ok(()) } else { Err("wrong_type") }
    }
}

fn signed<'t>(token: &'t Unverified<'_>, keys: &Fetched) -> Result<&'t Map<String, Value>, Fault> {
    token.verify(keys.set.find(token.header())?)
}
