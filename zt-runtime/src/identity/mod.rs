//! Who is calling: from the `Authorization` header to verified claims.
//!
//! [`credential`] reads the header, [`paseto`] checks signature or tag under a key of the [`keyring`], [`jwt`] under one
//! that its issuer publishes, [`introspection`] asks the issuer of a token that says nothing itself, [`claims`] reads what
//! was signed or answered, [`verifier`] holds it against what this service accepts of its [`issuer`] and against the keys that
//! the request proved to hold ([`dpop`], [`certificate`], [`signature`]), [`replay`] knows what of that was used,
//! [`revocation`] knows what was taken back. Who comes without a token and with a certificate may be one of the
//! [`workloads`]; behind a listed proxy, [`forwarded`] reads which certificate that is. Nothing is remembered from one request
//! to the next but which proofs were used, for seconds what an issuer answered, and by choice that a signature was good
//! ([`memory`]): every request is proved afresh.

mod actor;
pub(crate) mod certificate;
pub(crate) mod claims;
pub(crate) mod confirmation;
pub(crate) mod credential;
pub(crate) mod dpop;
pub(crate) mod forwarded;
pub(crate) mod introspection;
pub(crate) mod issuer;
pub(crate) mod issuers;
pub(crate) mod json;
pub(crate) mod jws;
pub(crate) mod jwt;
pub(crate) mod keyring;
pub(crate) mod memory;
pub(crate) mod name;
pub(crate) mod paseto;
pub(crate) mod public_key;
pub(crate) mod replay;
pub(crate) mod revocation;
pub(crate) mod signature;
pub(crate) mod spiffe;
pub(crate) mod subject;
#[cfg(test)]
mod tests;
pub(crate) mod verifier;
pub(crate) mod words;
pub(crate) mod workload_id;
pub(crate) mod workloads;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use zt_core::contract::{RoleInfo, ScopeInfo};
use zt_core::decide::{Facts, ScopeSet};

use crate::Scope;
use crate::ledger::Ledger;
use crate::problem::Refusal;

pub(crate) use certificate::PeerCertificate;
pub(crate) use credential::{Credential, Scheme};
pub(crate) use dpop::{Dpop, PROOF_ALGORITHMS};
pub(crate) use issuer::{Issuer, PasetoTrust, Terms, Tokens};
pub(crate) use issuers::{Issuers, SegmentTerms};
pub(crate) use memory::Memory;
pub use name::{Client, NameFault, Tenant};
pub(crate) use replay::{Replays, Spend, Spent};
pub use revocation::{RevocationFault, Revocations};
pub(crate) use signature::Signatures;
pub use subject::{Kind, Subject};
pub(crate) use verifier::{Presented, Verifier};
pub(crate) use words::{Pair, Translation, Words};
pub(crate) use workload_id::{WorkloadId, is_issuer_of_certificates};
pub(crate) use workloads::{ListedWorkload, Workloads};

/// Who proves callers: one set for all workers of a process.
#[derive(Debug)]
pub(crate) struct Provers {
    /// Proves tokens.
    pub(crate) verifier: Verifier,
    /// Proves that callers hold the keys that their tokens are bound to.
    pub(crate) dpop: Dpop,
    /// Proves that those keys signed their requests.
    pub(crate) signatures: Signatures,
    /// Knows who may come with a certificate alone.
    pub(crate) workloads: Workloads,
    /// Knows what of that counts once and was used.
    pub(crate) ledger: Ledger,
    /// Whether a token that counts is kept until its request is answered: only where services are called onward.
    pub(crate) keep_tokens: bool,
}

impl Provers {
    /// How far the clock of whoever issued what showed the caller may be ahead of ours.
    pub(crate) fn leeway_of(&self, identity: &Identity) -> SignedDuration {
        match identity.shown {
            Shown::Token => self.verifier.leeway_of(identity),
            Shown::Certificate => SignedDuration::ZERO,
        }
    }

    /// Whether a caller who was proved before still counts: expiry and revocation, which are told at once.
    pub(crate) fn check_again(
        &self,
        identity: &Identity,
        certificate: Option<&PeerCertificate>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if certificate.is_some_and(|certificate| !certificate.is_in_date(now)) {
            return Err(Refusal::InvalidCertificate("certificate_expired"));
        }
        match identity.shown {
            Shown::Certificate => self.workloads.check_again(identity),
            Shown::Token => self.verifier.check_again(identity, now).map_err(Refusal::InvalidToken),
        }
    }
}

/// The verified identity of a caller: what a token said, after its signature, its time, its audience and its
/// revocation were checked for this one request; or what the configuration says of the workload that a client certificate
/// names. Only the gate makes one.
pub struct Identity {
    subject: Subject,
    tenant: Option<Tenant>,
    client: Option<Client>,
    /// The scopes as the token or the configuration lists them: single spaces, each exact.
    scopes: Box<str>,
    /// Those of its roles that this service knows.
    roles: Box<[RoleInfo]>,
    /// What both grant.
    scope_set: ScopeSet,
    token_id: Arc<str>,
    issued_at: Timestamp,
    expires_at: Timestamp,
    /// When its holder last logged in, where the issuer says it.
    auth_time: Option<Timestamp>,
    /// How strongly, in the service's own words.
    acr: Option<Box<str>>,
    /// Who acts for the subject, where somebody does. For those who read it later; nothing is decided by it.
    actor: Option<Box<str>>,
    /// What its issuer calls those.
    acr_words: Translation,
    /// What the configuration calls the issuer, if it has a name there.
    issuer_name: Option<Arc<str>>,
    /// The state of the caller's device, in the service's own words, where the issuer says it.
    device: Option<Box<str>>,
    /// This very request is signed by the key that the token names.
    is_signed: bool,
    /// What showed who it is was bound to a key, and the caller proved to hold it in this request.
    is_bound: bool,
    shown: Shown,
}

/// What showed who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Token,
    Certificate,
}

impl Identity {
    /// Who calls.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The organisation for which the caller acts, if the token names one.
    #[must_use]
    pub const fn tenant(&self) -> Option<&Tenant> {
        self.tenant.as_ref()
    }

    /// The program through which the caller acts, if the token names one.
    #[must_use]
    pub const fn client(&self) -> Option<&Client> {
        self.client.as_ref()
    }

    /// Whether the token grants `S`, by its own name or by a role: the exact name, case and all (RFC 6749 §3.3). `orders` is
    /// not `orders:read`.
    #[must_use]
    pub fn holds<S: Scope>(&self) -> bool {
        self.holds_named(S::INFO.name)
    }

    /// Whether it holds one scope of each clause. No clauses at all are met by nobody: a field without a need is not asked
    /// about.
    pub(crate) fn meets(&self, clauses: &[&[ScopeInfo]]) -> bool {
        let holds_one =
            |clause: &&[ScopeInfo]| clause.iter().any(|scope| self.holds_named(scope.name));
        !clauses.is_empty() && clauses.iter().all(holds_one)
    }

    fn holds_named(&self, name: &str) -> bool {
        let by_role = |role: &RoleInfo| role.grants.iter().any(|scope| scope.name == name);
        self.scopes.split(' ').any(|scope| scope == name) || self.roles.iter().any(by_role)
    }

    /// The names of its roles that this service knows, for those who read it later: decided is by what they grant.
    pub(crate) fn roles(&self) -> impl Iterator<Item = &'static str> {
        self.roles.iter().map(|role| role.name)
    }

    /// When the token was issued. A certificate says only from when on it counts.
    #[must_use]
    pub const fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// When the token or the certificate stops counting.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Who acts for the subject (RFC 8693 §4.1).
    pub(crate) fn actor(&self) -> Option<&str> {
        self.actor.as_deref()
    }

    /// The token's id (`jti`), or the thumbprint of the certificate as `x5t#S256` has it (RFC 8705 §3.1): for audit and
    /// revocation. It is no secret, but logs hold its digest only.
    pub(crate) fn token_id(&self) -> &str {
        &self.token_id
    }

    /// What its holder is told once what showed who it is was taken back.
    pub(crate) const fn revoked(&self) -> Refusal {
        match self.shown {
            Shown::Token => Refusal::InvalidToken("token_revoked"),
            Shown::Certificate => Refusal::InvalidCertificate("certificate_revoked"),
        }
    }

    /// What the decision needs to know. A token from the near future, within the leeway, has age zero.
    pub(crate) fn facts(&self, now: Timestamp) -> Facts<'_> {
        Facts::Somebody {
            scopes: self.scope_set,
            token_age_seconds: self.age_seconds(now),
            auth_age_seconds: self.login().map(|login| whole_seconds(login, now)),
            acr: self.acr.as_deref(),
            is_bound: self.is_bound,
            issuer: self.issuer_name.as_deref(),
            is_signed: self.is_signed,
            device: self.device.as_deref(),
        }
    }

    /// What the caller's issuer calls these ways to log in, with single spaces between.
    pub(crate) fn acr_values(&self, ours: impl Iterator<Item = &'static str>) -> String {
        let theirs: Vec<_> = ours.flat_map(|acr| self.acr_words.theirs(acr)).collect();
        theirs.join(" ")
    }

    /// A certificate says from when on it counts, and not when its CA last asked whether its holder still may: it has no
    /// age, and `proof(max_age)` is not met.
    fn age_seconds(&self, now: Timestamp) -> Option<u64> {
        (self.shown == Shown::Token).then(|| whole_seconds(self.issued_at, now))
    }

    /// Whether its holder logged in at that moment or later. Logins are told in whole seconds.
    pub(crate) fn logged_in_after(&self, moment: Timestamp) -> bool {
        self.login().is_some_and(|login| login.as_second() > moment.as_second())
    }

    /// The login that the token speaks of. One that comes after the token can't be the one that the token was issued for:
    /// it would stay young for ever, so it counts as none.
    fn login(&self) -> Option<Timestamp> {
        let latest = self.issued_at.checked_add(ISSUERS_APART).unwrap_or(Timestamp::MAX);
        self.auth_time.filter(|login| *login <= latest)
    }
}

impl Identity {
    /// Whether all that anybody could have decided by is the same. Times aren't: a token may be prolonged.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        fn scopes(identity: &Identity) -> BTreeSet<&str> {
            identity.scopes.split(' ').collect()
        }
        fn roles(identity: &Identity) -> BTreeSet<&str> {
            identity.roles.iter().map(|role| role.name).collect()
        }
        self.subject == other.subject
            && self.tenant == other.tenant
            && self.client == other.client
            && self.actor == other.actor
            && self.acr == other.acr
            && self.device == other.device
            && self.shown == other.shown
            && scopes(self) == scopes(other)
            && roles(self) == roles(other)
    }
}

/// How far the clocks of one issuer's machines may be apart: the one that saw the login, and the one that issued the token.
const ISSUERS_APART: SignedDuration = SignedDuration::from_secs(60);

/// Rounded up: a part of a second beyond the limit is beyond the limit.
fn whole_seconds(since: Timestamp, now: Timestamp) -> u64 {
    let age = now.duration_since(since);
    let seconds = age.as_secs() + i64::from(age.subsec_nanos() > 0);
    u64::try_from(seconds).unwrap_or(0)
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("subject", &self.subject)
            .field("tenant", &self.tenant)
            .field("client", &self.client)
            .field("actor", &self.actor)
            .field("scopes", &self.scopes)
            .field("roles", &self.roles().collect::<Vec<_>>())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
