//! The third stage: from a credential to a verified identity, or to nobody.

use std::rc::Rc;

use jiff::Timestamp;
use zt_core::decide::{Facts, ScopeTable};

use crate::identity::{Credential, Identity, Presented, Verifier};
use crate::problem::Refusal;
use crate::route::Routed;

/// A request whose caller is proved, or known to be nobody. Made by [`Known::prove`] only.
pub(crate) struct Known<'g> {
    pub(super) routed: Routed<'g>,
    pub(super) identity: Option<Rc<Identity>>,
}

impl<'g> Known<'g> {
    /// Proves who calls. On a public endpoint nobody is known, whatever came along: a handler that can't see a caller
    /// must not behave differently for one, and a bad token is no reason to refuse what is open to all.
    pub(crate) async fn prove(
        routed: Routed<'g>,
        verifier: &Verifier,
        now: Timestamp,
        table: &ScopeTable,
    ) -> Result<Self, Refusal> {
        if routed.route.contract().access.is_open() {
            return Ok(Self { routed, identity: None });
        }
        let identity = match credential(&routed)? {
            Some(credential) => {
                let holder = verifier.verify(&credential, now, table).await?;
                Some(Rc::new(holder.bound(Presented::default())?))
            }
            None => None,
        };
        Ok(Self { routed, identity })
    }

    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }

    pub(super) fn facts(&self, now: Timestamp) -> Facts<'_> {
        self.identity().map_or(Facts::Nobody, |identity| identity.facts(now))
    }
}

fn credential(routed: &Routed<'_>) -> Result<Option<Credential>, Refusal> {
    let headers = routed.edged.headers().values("authorization");
    Credential::read(headers, Some(routed.edged.query()))
}
