//! Proof of possession with each request (DPoP, RFC 9449): a token that is bound to a key counts only beside a proof that
//! its key has signed, for this method, this address, this token, now, and once.
//!
//! [`proof`] takes a proof apart, [`target`] knows addresses, [`nonce`] makes what a proof has to hold.

pub(crate) mod nonce;
mod proof;
mod target;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::confirmation::Thumbprint;
use super::credential::{Credential, Scheme};
use super::paseto::Fault;
use super::public_key::PublicKey;
use super::replay::{Once, Spend};
use crate::crypto;
use crate::edge::{Origin, Origins};
use crate::ledger::Era;
use crate::problem::Refusal;
use nonce::Age;
use proof::{Claims, Proof};
pub(crate) use target::Target;

/// What proofs may be signed with (RFC 9449 §7.1, `algs`; RFC 9728 §2, `dpop_signing_alg_values_supported`).
pub(crate) const PROOF_ALGORITHMS: [&str; 3] = ["ES256", "EdDSA", "PS256"];

/// How old a proof may be: enough for a slow network and a caller's slow clock, short for a thief.
pub(super) const OLDEST_SECONDS: i64 = 60;
/// How far a caller's clock may be ahead. Most are right within a second.
pub(super) const FUTURE_SECONDS: i64 = 10;

/// What of a request its proof has to fit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'r> {
    /// As received; case matters.
    pub(crate) method: &'r str,
    /// The canonical path, without query.
    pub(crate) path: &'r str,
    /// Whether it came over TLS.
    pub(crate) over_tls: bool,
    /// The values of all `DPoP` headers.
    pub(crate) proofs: &'r [&'r [u8]],
}

/// Checks proofs. One for all workers of a process.
pub(crate) struct Dpop {
    origins: Arc<Origins>,
}

/// A proof that fits its request, whose key nobody has yet held against the token's.
#[must_use = "nothing is proved before it is confirmed"]
pub(crate) struct Possession<'e> {
    era: &'e Era,
    key: PublicKey,
    target: Target,
    jti: String,
    until: i64,
    age: Age,
}

/// A proof beside a token that counts. It is used up last, and not before: otherwise whoever has no token could fill the
/// store.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Confirmed {
    /// The key that it proved to hold, once it is used.
    pub(crate) key: Thumbprint,
    /// The proof itself, to be used.
    pub(crate) spend: Spend,
    /// The nonce for its next proofs, where the one it has is soon too old (RFC 9449 §8.2).
    pub(crate) next_nonce: Option<String>,
}

impl Dpop {
    /// For a service that callers reach there.
    pub(crate) fn new(origins: Arc<Origins>) -> Self {
        crypto::install();
        Self { origins }
    }

    /// A listener has its port ([`Origins::listens_on`]).
    pub(crate) fn listens_on(&self, address: SocketAddr, over_tls: bool) {
        self.origins.listens_on(address, over_tls);
    }

    /// Checks that the request brings one proof, which fits it and the credential, and has a nonce of this era (RFC 9449
    /// §4.3). The result has to be confirmed.
    pub(crate) fn prove<'e>(
        &self,
        request: &Request<'_>,
        credential: &Credential,
        era: &'e Era,
        now: Timestamp,
    ) -> Result<Possession<'e>, Refusal> {
        let value = match request.proofs {
            [] => return Err(Refusal::InvalidDpopProof("dpop_proof_missing")),
            [value] => value,
            _ => return Err(Refusal::InvalidRequest("two_dpop_headers")),
        };
        if credential.scheme() != Scheme::Dpop {
            return Err(Refusal::InvalidToken("bound_token_as_bearer"));
        }
        let invalid = Refusal::InvalidDpopProof;
        let origins = self.origins.known(request.over_tls).ok_or(invalid("no_public_origin"))?;
        let Proof { key, claims } = Proof::read(value).map_err(invalid)?;
        let target = check_request(&claims, request, origins).map_err(invalid)?;
        check_times(&claims, now).map_err(invalid)?;
        check_token(&claims, credential).map_err(invalid)?;
        let nonce = claims.nonce.as_deref();
        let age = nonce.and_then(|nonce| era.nonces.recognise(nonce, now));
        let age = age.ok_or_else(|| Refusal::UseDpopNonce { nonce: era.nonces.current(now) })?;
        let until = claims.iat.saturating_add(OLDEST_SECONDS);
        Ok(Possession { era, key, target, jti: claims.jti, until, age })
    }
}

impl Possession<'_> {
    /// The key that signed the proof, which a signature of the same request has to come from.
    pub(crate) const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Holds the proof's key against the one that the token is bound to (RFC 9449 §4.3, check 12).
    /// To be called after the token has been verified, with the `jkt` of its `cnf`.
    pub(crate) fn confirm(
        self,
        bound_to: Option<&Thumbprint>,
        now: Timestamp,
    ) -> Result<Confirmed, Refusal> {
        match bound_to {
            None => return Err(Refusal::InvalidToken("unbound_token_as_dpop")),
            Some(key) if key != self.key.thumbprint() => {
                return Err(Refusal::InvalidToken("dpop_wrong_key"));
            }
            Some(_) => {}
        }
        let key = *self.key.thumbprint();
        let next_nonce = (self.age == Age::Previous).then(|| self.era.nonces.current(now));
        let once = Once::Proof { key, target: self.target, jti: self.jti };
        Ok(Confirmed { key, spend: Spend::new(once, self.until), next_nonce })
    }
}

/// Checks 8 and 9.
fn check_request(
    claims: &Claims,
    request: &Request<'_>,
    origins: &[Origin],
) -> Result<Target, Fault> {
    if claims.htm != request.method {
        return Err("dpop_wrong_method");
    }
    let htu = Target::parse(&claims.htu).ok_or("dpop_target_malformed")?;
    let is_ours = origins.iter().any(|origin| Target::at(origin, request.path) == htu);
    if is_ours { Ok(htu) } else { Err("dpop_wrong_target") }
}

/// Check 11.
fn check_times(claims: &Claims, now: Timestamp) -> Result<(), Fault> {
    let now = now.as_second();
    let latest = now.saturating_add(FUTURE_SECONDS);
    if claims.iat < now.saturating_sub(OLDEST_SECONDS) || claims.exp.is_some_and(|exp| exp <= now) {
        return Err("dpop_proof_too_old");
    }
    if claims.iat > latest || claims.nbf.is_some_and(|nbf| nbf > latest) {
        return Err("dpop_proof_from_the_future");
    }
    Ok(())
}

/// Check 12, first half: made for this token (RFC 9449 §4.2, `ath`). In constant time (S-13).
fn check_token(claims: &Claims, credential: &Credential) -> Result<(), Fault> {
    let ath = claims.ath.as_deref().ok_or("dpop_wrong_token")?;
    let expected = URL_SAFE_NO_PAD.encode(Sha256::digest(credential.expose()));
    if bool::from(expected.as_bytes().ct_eq(ath.as_bytes())) {
        Ok(())
    } else {
        Err("dpop_wrong_token")
    }
}

impl fmt::Debug for Dpop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dpop").field("origins", &self.origins).finish_non_exhaustive()
    }
}

impl fmt::Debug for Possession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Possession").field("key", &self.key).finish_non_exhaustive()
    }
}
