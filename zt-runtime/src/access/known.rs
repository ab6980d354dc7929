//! The third stage: from a credential to a verified identity, or to nobody.

use std::rc::Rc;

use jiff::Timestamp;
use zt_core::decide::{Facts, Grants};

use crate::clock::Clock;
use crate::identity::dpop::{Confirmed, Possession, Request};
use crate::identity::signature::{self, Message};
use crate::identity::{Credential, Identity, Presented, Provers, Scheme};
use crate::ledger::{Era, Spends};
use crate::problem::Refusal;
use crate::route::Routed;

use super::Renewal;

/// A request whose caller is proved, or known to be nobody. Made by [`Known::prove`] only.
pub(crate) struct Known<'g> {
    pub(super) routed: Routed<'g>,
    pub(super) identity: Option<Rc<Identity>>,
    /// What the caller's next DPoP proofs have to hold, where that is soon something else.
    pub(super) next_nonce: Option<String>,
    /// The token, where services are called onward for its holder.
    pub(super) credential: Option<Rc<Credential>>,
    /// What proves the caller again while a stream is open.
    pub(super) renewal: Option<Renewal>,
    /// What it has that counts once, and isn't used yet: [`Admission`](super::Admission) uses it up.
    pub(super) spends: Spends,
}

impl<'g> Known<'g> {
    /// Proves who calls. On a public endpoint nobody is known, whatever came along: a handler that can't see a caller
    /// must not behave differently for one, and a bad token is no reason to refuse what is open to all.
    pub(crate) async fn prove(
        routed: Routed<'g>,
        provers: &Provers,
        clock: &Clock,
        grants: &Grants,
    ) -> Result<Self, Refusal> {
        if routed.route.contract().access.is_open() {
            return Ok(Self::nobody(routed));
        }
        // A credential that is refused ends it here: nobody falls back to their certificate.
        let streams = routed.route.streams();
        let Some(credential) = credential(&routed)? else {
            let identity = workload(&routed, provers)?.map(Rc::new);
            let renewal = streams.then(|| Renewal::new(None, routed.edged.shared_certificate()));
            return Ok(Self { identity, renewal, ..Self::nobody(routed) });
        };
        let proving = Proving { routed: &routed, provers, clock, grants };
        let Proved { identity, next_nonce, presented, spends } =
            proving.identity(&credential).await?;
        // Most requests need the token no longer.
        let kept = (provers.keep_tokens || streams).then(|| Rc::new(credential));
        let token = kept.clone().filter(|_| streams).map(|token| (token, presented));
        let renewal =
            token.map(|token| Renewal::new(Some(token), routed.edged.shared_certificate()));
        let credential = kept.filter(|_| provers.keep_tokens);
        let identity = Some(Rc::new(identity));
        Ok(Self { routed, identity, next_nonce, credential, renewal, spends })
    }

    fn nobody(routed: Routed<'g>) -> Self {
        let (identity, next_nonce, credential, renewal) = (None, None, None, None);
        let spends = Spends::default();
        Self { routed, identity, next_nonce, credential, renewal, spends }
    }

    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }

    pub(super) fn facts(&self, now: Timestamp) -> Facts<'_> {
        self.identity().map_or(Facts::Nobody, |identity| identity.facts(now))
    }
}

/// A caller whose token counts, and the keys that the request proved to hold once it is settled.
struct Proved {
    identity: Identity,
    next_nonce: Option<String>,
    presented: Presented,
    spends: Spends,
}

/// What proving a request needs.
struct Proving<'p, 'g> {
    routed: &'p Routed<'g>,
    provers: &'p Provers,
    clock: &'p Clock,
    grants: &'p Grants,
}

impl Proving<'_, '_> {
    /// The token first, then the keys that it asks for.
    async fn identity(&self, credential: &Credential) -> Result<Proved, Refusal> {
        let Self { routed, provers, clock, grants } = *self;
        let certificate = routed.edged.caller_certificate();
        let holder = provers.verifier.verify(credential, clock, grants).await?;
        let now = clock.now();
        let needs_signature = routed.route.needs_signature() || holder.needs_signature();
        let counts_once = needs_signature || credential.scheme() != Scheme::Bearer;
        let era = counts_once.then(|| provers.ledger.era()).transpose()?;
        let possession = match &era {
            Some(era) => self.possession(credential, era, now)?,
            None => None,
        };
        let signed = match &era {
            Some(era) if needs_signature => {
                let key = holder.signing_key(possession.as_ref().map(Possession::key), certificate);
                provers.signatures.check(&message(routed), key, era.began, now)?
            }
            _ => None,
        };
        let proof = possession.map(|it| it.confirm(holder.jkt(), now)).transpose()?;
        let (signer, signature) = signed.map(|signed| (signed.signer, signed.spend)).unzip();
        let (mut jkt, mut next_nonce, mut spent) = (None, None, None);
        if let Some(Confirmed { key, spend, next_nonce: next }) = proof {
            (jkt, next_nonce, spent) = (Some(key), next, Some(spend));
        }
        let x5t = certificate.map(|certificate| *certificate.thumbprint());
        let presented = Presented { jkt, x5t, signer };
        let identity = holder.bound(presented)?;
        let spends = Spends { era, proof: spent, signature };
        Ok(Proved { identity, next_nonce, presented, spends })
    }

    fn possession<'e>(
        &self,
        credential: &Credential,
        era: &'e Era,
        now: Timestamp,
    ) -> Result<Option<Possession<'e>>, Refusal> {
        if credential.scheme() == Scheme::Bearer {
            return Ok(None);
        }
        let edged = &self.routed.edged;
        let request = Request {
            method: edged.method(),
            path: edged.path(),
            over_tls: edged.is_over_tls(),
            proofs: &edged.headers().values("dpop"),
        };
        self.provers.dpop.prove(&request, credential, era, now).map(Some)
    }
}

/// Which signature the request needs, for whoever sent none.
pub(super) fn wanted_signature(routed: &Routed<'_>) -> String {
    signature::wanted(&message(routed))
}

fn message<'r>(routed: &'r Routed<'_>) -> Message<'r> {
    let edged = &routed.edged;
    Message {
        method: edged.method(),
        path: edged.path(),
        query: edged.query(),
        over_tls: edged.is_over_tls(),
        has_body: edged.has_body(),
        headers: edged.headers(),
    }
}

/// Without a token, the certificate says who calls.
fn workload(routed: &Routed<'_>, provers: &Provers) -> Result<Option<Identity>, Refusal> {
    let certificate = routed.edged.caller_certificate();
    certificate.map_or(Ok(None), |certificate| provers.workloads.identify(certificate))
}

fn credential(routed: &Routed<'_>) -> Result<Option<Credential>, Refusal> {
    let headers = routed.edged.headers().values("authorization");
    Credential::read(headers, Some(routed.edged.query()))
}
