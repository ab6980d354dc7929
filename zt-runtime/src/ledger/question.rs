//! What the shared store is asked about one request.

use std::time::Duration;

use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};

use super::{Counted, Spends};
use crate::identity::{Identity, Spend, Subject};
use crate::shared::{Id, Question, UnlessRevoked};

/// So long an instance whose clock is behind could take a proof for a new one: its own minute, and far more than
/// [`Link`](crate::shared::Link) lets clocks be apart.
const REMEMBERED: Duration = Duration::from_secs(300);

pub(super) fn of(
    spends: &Spends,
    caller: Option<(&Identity, SignedDuration)>,
    count: Option<&Counted<'_>>,
) -> Question {
    let era = spends.era.as_ref().filter(|_| !spends.is_empty());
    Question {
        era: era.map(|era| era.id.clone()),
        unless_revoked: caller.map(unless_revoked).into_iter().flatten().collect(),
        once: spends.iter().map(id_of_spend).collect(),
        remember: REMEMBERED,
        counts: count.iter().flat_map(|it| it.limiter.counts_of(&it.key)).collect(),
    }
}

/// The token itself, and everything that its subject was given up to some moment. The store's moments are rounded up, so the
/// one that is compared with them is rounded down.
fn unless_revoked((identity, leeway): (&Identity, SignedDuration)) -> [UnlessRevoked; 2] {
    let issued = identity.issued_at().checked_sub(leeway).unwrap_or(identity.issued_at());
    let token = id_of_token(identity.subject().issuer(), identity.token_id());
    [
        UnlessRevoked { id: token, issued: None },
        UnlessRevoked {
            id: id_of_subject(identity.subject()),
            issued: Some(issued.as_millisecond()),
        },
    ]
}

/// One token, or one certificate.
pub(crate) fn id_of_token(issuer: &str, token_id: &str) -> Id {
    // An issuer is an address or a name: no zero byte.
    digest(&[b"token", issuer.as_bytes(), token_id.as_bytes()])
}

/// Everything of one subject.
pub(crate) fn id_of_subject(subject: &Subject) -> Id {
    digest(&[b"subject", subject.to_string().as_bytes()])
}

fn id_of_spend(spend: &Spend) -> Id {
    let mut digest = Sha256::new_with_prefix(b"once\0");
    spend.once().write(|bytes| digest.update(bytes));
    digest.finalize().into()
}

/// Its parts but the last have no zero byte, so no two are the same bytes.
pub(crate) fn digest(parts: &[&[u8]]) -> Id {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        digest.update(b"\0");
    }
    digest.finalize().into()
}
