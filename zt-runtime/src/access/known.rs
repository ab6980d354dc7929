//! The third stage: from a credential to a verified identity, or to nobody.

use std::rc::Rc;

use jiff::Timestamp;
use zt_core::decide::{Facts, ScopeTable};

use crate::clock::Clock;
use crate::identity::dpop::Request;
use crate::identity::{Credential, Identity, Presented, Provers, Scheme};
use crate::problem::Refusal;
use crate::route::Routed;

/// A request whose caller is proved, or known to be nobody. Made by [`Known::prove`] only.
pub(crate) struct Known<'g> {
    pub(super) routed: Routed<'g>,
    pub(super) identity: Option<Rc<Identity>>,
    /// What the caller's next DPoP proofs have to hold, where that is soon something else.
    pub(super) next_nonce: Option<String>,
    /// The token, where services are called onward for its holder.
    pub(super) credential: Option<Rc<Credential>>,
}

impl<'g> Known<'g> {
    /// Proves who calls. On a public endpoint nobody is known, whatever came along: a handler that can't see a caller
    /// must not behave differently for one, and a bad token is no reason to refuse what is open to all.
    pub(crate) async fn prove(
        routed: Routed<'g>,
        provers: &Provers,
        clock: &Clock,
        table: &ScopeTable,
    ) -> Result<Self, Refusal> {
        if routed.route.contract().access.is_open() {
            return Ok(Self::nobody(routed));
        }
        let Some(credential) = credential(&routed)? else {
            return Ok(Self::nobody(routed));
        };
        let (identity, next_nonce) = identity(&routed, &credential, provers, clock, table).await?;
        let credential = provers.keep_tokens.then(|| Rc::new(credential));
        Ok(Self { routed, identity: Some(Rc::new(identity)), next_nonce, credential })
    }

    const fn nobody(routed: Routed<'g>) -> Self {
        Self { routed, identity: None, next_nonce: None, credential: None }
    }

    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }

    pub(super) fn facts(&self, now: Timestamp) -> Facts<'_> {
        self.identity().map_or(Facts::Nobody, |identity| identity.facts(now))
    }
}

/// The token first, then the keys that it asks for: a proof is used up only beside a token that counts.
async fn identity(
    routed: &Routed<'_>,
    credential: &Credential,
    provers: &Provers,
    clock: &Clock,
    table: &ScopeTable,
) -> Result<(Identity, Option<String>), Refusal> {
    let edged = &routed.edged;
    let x5t = edged.peer_certificate().map(|certificate| *certificate.thumbprint());
    let holder = provers.verifier.verify(credential, clock, table).await?;
    if credential.scheme() == Scheme::Bearer {
        return Ok((holder.bound(Presented { jkt: None, x5t })?, None));
    }
    let request = Request {
        method: edged.method(),
        path: edged.path(),
        over_tls: edged.is_over_tls(),
        proofs: &edged.headers().values("dpop"),
    };
    let now = clock.now();
    let possession = provers.dpop.prove(&request, credential, now)?;
    let confirmed = possession.confirm(holder.jkt(), now)?;
    let identity = holder.bound(Presented { jkt: Some(confirmed.key), x5t })?;
    Ok((identity, confirmed.next_nonce))
}

fn credential(routed: &Routed<'_>) -> Result<Option<Credential>, Refusal> {
    let headers = routed.edged.headers().values("authorization");
    Credential::read(headers, Some(routed.edged.query()))
}
