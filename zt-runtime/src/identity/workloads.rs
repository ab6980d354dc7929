//! Workloads that may call with nothing but a client certificate (S-08).
//!
//! The configuration lists each by the one name that its certificate must have, with what it may do here: a certificate says
//! who somebody is, and nothing of scopes.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use zt_core::decide::{ScopeSet, ScopeTable};

use super::certificate::PeerCertificate;
use super::name::{NameFault, Tenant};
use super::revocation::Revocations;
use super::subject::Subject;
use super::workload_id::WorkloadId;
use super::{Identity, Shown, Translation};
use crate::config::closest;
use crate::problem::Refusal;

/// A workload as the configuration lists it.
#[derive(Debug, Clone)]
pub(crate) struct ListedWorkload {
    id: WorkloadId,
    subject: Subject,
    tenant: Option<Tenant>,
    /// Single spaces, each exact.
    scopes: Box<str>,
    /// Where its scopes stand, as a fault says it.
    place: String,
}

/// Who may come with a certificate alone, and with which scopes.
pub(crate) struct Workloads {
    known: HashMap<WorkloadId, Workload>,
    revocations: Revocations,
}

struct Workload {
    listed: ListedWorkload,
    scope_set: ScopeSet,
}

impl ListedWorkload {
    /// A fault where the id is too long for a subject's name.
    pub(crate) fn new(
        id: WorkloadId,
        tenant: Option<Tenant>,
        scopes: &str,
        place: String,
    ) -> Result<Self, NameFault> {
        let subject = id.subject()?;
        Ok(Self { id, subject, tenant, scopes: Box::from(scopes), place })
    }

    pub(crate) const fn id(&self) -> &WorkloadId {
        &self.id
    }

    /// The scopes by the service's own table. In a token the scopes of other services are ignored; here there are none, and
    /// one that the service doesn't have is a slip of the finger.
    fn scope_set(&self, table: &ScopeTable) -> Result<ScopeSet, Vec<String>> {
        let set = table.parse(&self.scopes);
        let set = set.map_err(|fault| vec![format!("{}: {fault}", self.place)])?;
        let unknown = self.scopes.split(' ').filter(|name| table.index(name).is_none());
        let faults: Vec<_> = unknown.map(|name| self.unknown(name, table)).collect();
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    fn unknown(&self, name: &str, table: &ScopeTable) -> String {
        let names = || table.scopes().iter().map(|scope| scope.name);
        let help = match closest(names(), name) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        format!("{}: no endpoint asks for `{name}`; {help}", self.place)
    }
}

impl Workloads {
    /// Every scope that the service doesn't have is a fault.
    pub(crate) fn new(
        listed: Vec<ListedWorkload>,
        table: &ScopeTable,
        revocations: Revocations,
    ) -> Result<Self, Vec<String>> {
        let (mut known, mut faults) = (HashMap::new(), Vec::new());
        for listed in listed {
            match listed.scope_set(table) {
                Ok(scope_set) => {
                    known.insert(listed.id.clone(), Workload { listed, scope_set });
                }
                Err(lines) => faults.extend(lines),
            }
        }
        if faults.is_empty() { Ok(Self { known, revocations }) } else { Err(faults) }
    }

    /// Who came with this certificate and no token. A certificate of somebody who isn't listed shows nobody: it may be there
    /// for a token that is bound to it.
    pub(crate) fn identify(
        &self,
        certificate: &PeerCertificate,
    ) -> Result<Option<Identity>, Refusal> {
        let Some(workload) = certificate.workload().and_then(|id| self.known.get(id)) else {
            return Ok(None);
        };
        let identity = workload.identity(certificate);
        self.check_again(&identity)?;
        Ok(Some(identity))
    }

    /// Whether the certificate wasn't taken back. When it began isn't told by a clock that could be ahead of ours: no leeway.
    pub(crate) fn check_again(&self, identity: &Identity) -> Result<(), Refusal> {
        let checked = self.revocations.check(identity, SignedDuration::ZERO);
        checked.map_err(|_| Refusal::InvalidCertificate("certificate_revoked"))
    }
}

impl Workload {
    /// Its holder proved the key in the handshake of this connection, so it is bound (RFC 8705 §3). Nobody logged in.
    fn identity(&self, certificate: &PeerCertificate) -> Identity {
        let Self { listed, scope_set } = self;
        Identity {
            subject: listed.subject.clone(),
            tenant: listed.tenant.clone(),
            client: None,
            scopes: listed.scopes.clone(),
            scope_set: *scope_set,
            token_id: Arc::from(certificate.thumbprint().to_string()),
            issued_at: certificate.not_before(),
            expires_at: certificate.not_after(),
            auth_time: None,
            acr: None,
            acr_words: Translation::default(),
            issuer_name: None,
            device: None,
            is_bound: true,
            is_signed: false,
            actor: None,
            shown: Shown::Certificate,
        }
    }
}

impl fmt::Debug for Workloads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.known.keys()).finish()
    }
}
