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

use std::sync::Arc;

use super::claims::Claims;
use super::confirmation::Thumbprint;
use super::introspection::Introspection;
use super::jws::{Content, Header, Unverified};
use super::paseto::Fault;
use crate::problem::Refusal;
use claims::Mapping;
use key_set::Published;
use keys::{Fetched, Keys};

/// What `typ` may have before it (RFC 7515 §4.1.9).
const LONG: &str = "application/";

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

/// What a token says, and the key that signed it (RFC 7638).
pub(super) struct Signed {
    pub(super) content: Arc<Content>,
    pub(super) key: Thumbprint,
}

impl JwtTrust {
    /// What the token says, if a key of this issuer, and no other's, signed it (T-04).
    pub(super) async fn signed(&self, token: &Unverified<'_>) -> Result<Signed, Refusal> {
        self.check_type(token.header()).map_err(Refusal::InvalidToken)?;
        let known = self.keys.current().await?;
        let signed = match signed_by(token, &known) {
            // The issuer may have rotated since, also under the same id.
            Err("unknown_key" | "wrong_algorithm" | "bad_signature") => {
                let newer = self.keys.newer_than(&known).await;
                signed_by(token, newer.as_ref().unwrap_or(&known))
            }
            settled => settled,
        };
        signed.map_err(Refusal::InvalidToken)
    }

    /// Whether a key that signed a token is still the one that its header means.
    pub(super) async fn still_means(&self, header: &Header, key: &Thumbprint) -> bool {
        let Ok(known) = self.keys.current().await else { return false };
        self.check_type(header).is_ok()
            && known.set.find(header).is_ok_and(|published| published.thumbprint == *key)
    }

    /// What the issuer says about a token that says nothing itself.
    pub(super) async fn asked_claims(&self, token: &str) -> Result<Claims, Refusal> {
        let introspection = self.introspection.as_ref();
        let introspection = introspection.ok_or(Refusal::InvalidToken("token_malformed"))?;
        introspection.claims(token, &self.mapping).await
    }

    /// An ID token, a logout token or a DPoP proof is no access token (T-06).
    fn check_type(&self, header: &Header) -> Result<(), Fault> {
        let typ = header.typ.as_deref().ok_or("wrong_type")?;
        let short = match typ.split_at_checked(LONG.len()) {
            Some((start, short)) if start.eq_ignore_ascii_case(LONG) => short,
            _ => typ,
        };
        if short.eq_ignore_ascii_case(&self.typ) { Ok(()) } else { Err("wrong_type") }
    }
}

fn signed_by(token: &Unverified<'_>, keys: &Fetched) -> Result<Signed, Fault> {
    let Published { key, thumbprint } = keys.set.find(token.header())?;
    Ok(Signed { content: Arc::clone(token.verify(key)?), key: *thumbprint })
}
