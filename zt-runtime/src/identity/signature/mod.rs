//! Signatures of whole requests (RFC 9421): the key that a token is bound to has signed this method, this address, this
//! token and this content, just now, and once.
//!
//! [`input`] finds the signature and reads what it covers, [`base`] writes down what was signed, [`algorithm`] knows how a
//! key signs. The content itself is held against the digest that is covered, later, as it comes (`edge/digest.rs`).

mod algorithm;
mod base;
mod component;
mod input;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use jiff::Timestamp;
use subtle::ConstantTimeEq as _;

use super::confirmation::Thumbprint;
// A signature is as young as a DPoP proof.
use super::dpop::{FUTURE_SECONDS, OLDEST_SECONDS};
use super::paseto::Fault;
use super::public_key::PublicKey;
use super::replay::{Once, Spend};
use crate::edge::{Origin, Origins};
use crate::endpoint::HeaderSource;
use crate::problem::Refusal;
use algorithm::Algorithm;
use component::Component;
use input::{Found, Parameters};

/// A request, as far as it can be signed.
#[derive(Clone, Copy)]
pub(crate) struct Message<'r> {
    /// As received; case matters.
    pub(crate) method: &'r str,
    /// The canonical path.
    pub(crate) path: &'r str,
    /// As received, without the question mark. A target with nothing behind its question mark is one without.
    pub(crate) query: &'r str,
    /// Whether it came over TLS.
    pub(crate) over_tls: bool,
    /// Whether content follows.
    pub(crate) has_body: bool,
    pub(crate) headers: &'r dyn HeaderSource,
}

/// Checks signatures. One for all workers of a process.
pub(crate) struct Signatures {
    origins: Arc<Origins>,
}

/// A signature that counts, once. It is used up last, and not before: whoever has no token could fill the store otherwise.
#[derive(Debug)]
pub(crate) struct Signed {
    /// The key that made it, once it is used.
    pub(crate) signer: Thumbprint,
    /// The signature itself, to be used.
    pub(crate) spend: Spend,
}

impl Signatures {
    /// For a service that callers reach there.
    pub(crate) const fn new(origins: Arc<Origins>) -> Self {
        Self { origins }
    }

    /// Checks the request's signature under the key that its token is bound to. `None` if there is none for us. What was used
    /// before `began`, nobody knows any more.
    pub(crate) fn check(
        &self,
        message: &Message<'_>,
        key: Option<&PublicKey>,
        began: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Signed>, Refusal> {
        let invalid = Refusal::InvalidSignature;
        let Some(found) = input::find(message.headers).map_err(invalid)? else { return Ok(None) };
        let key = key.ok_or(invalid("signature_without_key"))?;
        check_coverage(&found.components, message).map_err(invalid)?;
        check_times(&found.parameters, began, now).map_err(invalid)?;
        let algorithm = check_key(&found.parameters, key).map_err(invalid)?;
        let origins = self.origins.known(message.over_tls).ok_or(invalid("no_public_origin"))?;
        check_signature(&found, message, origins, key, algorithm).map_err(invalid)?;
        let Parameters { nonce, created, .. } = found.parameters;
        let until = created.saturating_add(OLDEST_SECONDS);
        let signer = *key.thumbprint();
        let spend = Spend::new(Once::Signature { key: signer, nonce }, until);
        Ok(Some(Signed { signer, spend }))
    }

    /// Where a test's callers reach the service. Without a listener that is `localhost`, once and for all.
    pub(crate) fn test_origin(&self) -> String {
        if self.origins.of(false).is_empty() {
            self.origins.listens_on((Ipv4Addr::LOCALHOST, 80).into(), false);
        }
        self.origins.of(false).first().map_or_else(String::new, |origin| origin.as_str().to_owned())
    }
}

/// What was made before anybody remembered might have been used by then.
fn check_times(parameters: &Parameters, began: Timestamp, now: Timestamp) -> Result<(), Fault> {
    let (now, began) = (now.as_second(), began.as_second());
    let Parameters { created, expires, .. } = *parameters;
    let oldest = now.saturating_sub(OLDEST_SECONDS).max(began);
    if created < oldest || expires.is_some_and(|expires| expires <= now) {
        return Err("signature_too_old");
    }
    if created > now.saturating_add(FUTURE_SECONDS) {
        return Err("signature_from_the_future");
    }
    Ok(())
}

/// Which signature a request needs, as `Accept-Signature` has it (RFC 9421 §5.1): the components, when it was made, and for whom.
pub(crate) fn wanted(message: &Message<'_>) -> String {
    let names: Vec<_> = required(message).map(|it| format!("\"{}\"", it.name())).collect();
    format!(r#"sig=({});created;tag="{}""#, names.join(" "), input::TAG)
}

/// RFC 9421 §7.2.1: a signature that leaves something out is one for every other request that differs there alone.
fn check_coverage(covered: &[Component], message: &Message<'_>) -> Result<(), Fault> {
    let all = required(message).all(|component| covered.contains(&component));
    all.then_some(()).ok_or("signature_component_missing")
}

fn required(message: &Message<'_>) -> impl Iterator<Item = Component> + use<> {
    let field = |name: &str| Component::Field(name.to_owned());
    let has_proof = !message.headers.values("dpop").is_empty();
    [
        Some(Component::Method),
        Some(Component::TargetUri),
        Some(field("authorization")),
        message.has_body.then(|| field("content-digest")),
        has_proof.then(|| field("dpop")),
    ]
    .into_iter()
    .flatten()
}

/// `keyid` has to name the key that the token is bound to, and `alg`, where it is, has to be that key's.
fn check_key(parameters: &Parameters, key: &PublicKey) -> Result<Algorithm, Fault> {
    let keyid = key.thumbprint().to_string();
    if !bool::from(keyid.as_bytes().ct_eq(parameters.keyid.as_bytes())) {
        return Err("signature_wrong_key");
    }
    let algorithm = Algorithm::of(key).ok_or("signature_key_unusable")?;
    match &parameters.alg {
        Some(alg) if alg != algorithm.name() => Err("signature_wrong_algorithm"),
        _ => Ok(algorithm),
    }
}

/// A service on loopback is reached under two names; the caller used one of them.
fn check_signature(
    found: &Found,
    message: &Message<'_>,
    origins: &[Origin],
    key: &PublicKey,
    algorithm: Algorithm,
) -> Result<(), Fault> {
    for origin in origins {
        let base = base::write(&found.components, &found.text, message, origin)?;
        if algorithm.verifies(key, &base, &found.signature) {
            return Ok(());
        }
    }
    Err("signature_wrong")
}

impl fmt::Debug for Signatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signatures").field("origins", &self.origins).finish_non_exhaustive()
    }
}
