//! Deciding again about a caller whose stream is open (C-03): with what showed at its beginning who it is, as if it came now.

use std::rc::Rc;

use jiff::Timestamp;
use zt_core::decide::{Grants, decide};

use super::admission::refusal_of;
use crate::clock::Clock;
use crate::identity::{Credential, Identity, PeerCertificate, Presented, Provers};
use crate::problem::Refusal;
use crate::route::Route;

/// What showed who calls, kept while a stream is open. The keys were proved once, in the request; the token and the
/// certificate are held against everything anew.
#[derive(Debug)]
pub(crate) struct Renewal {
    token: Option<(Rc<Credential>, Presented)>,
    certificate: Option<Rc<PeerCertificate>>,
}

impl Renewal {
    pub(super) const fn new(
        token: Option<(Rc<Credential>, Presented)>,
        certificate: Option<Rc<PeerCertificate>>,
    ) -> Self {
        Self { token, certificate }
    }

    /// When the first of what showed who calls stops counting.
    pub(crate) fn ends(&self, identity: &Identity) -> Timestamp {
        let certificate = self.certificate.as_ref().map(|certificate| certificate.not_after());
        certificate.map_or(identity.expires_at(), |end| end.min(identity.expires_at()))
    }

    /// What is told at once: expiry and revocation.
    pub(crate) fn check(
        &self,
        identity: &Identity,
        provers: &Provers,
        clock: &Clock,
    ) -> Result<(), Refusal> {
        provers.check_again(identity, self.certificate.as_deref(), clock.now())
    }

    /// Everything: the token under its issuer's keys as they are now, or its issuer is asked again, then the endpoint's rule.
    pub(crate) async fn decide(
        &self,
        route: &Route,
        provers: &Provers,
        clock: &Clock,
        grants: &Grants,
    ) -> Result<Identity, Refusal> {
        let identity = self.prove(provers, clock, grants).await?;
        self.check(&identity, provers, clock)?;
        let verdict = decide(&route.rule, &identity.facts(clock.now()));
        refusal_of(verdict, route, Some(&identity), String::new)?;
        Ok(identity)
    }

    async fn prove(
        &self,
        provers: &Provers,
        clock: &Clock,
        grants: &Grants,
    ) -> Result<Identity, Refusal> {
        if let Some((credential, presented)) = &self.token {
            return provers.verifier.verify(credential, clock, grants).await?.bound(*presented);
        }
        let certificate = self.certificate.as_deref().ok_or(Refusal::NoCredential)?;
        provers.workloads.identify(certificate)?.ok_or(Refusal::NoCredential)
    }
}
