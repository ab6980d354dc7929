//! How a stream ends.

use crate::audit::Outcome;
use crate::problem::{Reason, Refusal};

/// Why a stream is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// Its handler returned: with this reason and this status.
    Handled(Reason, u16),
    /// The client went away, or took nothing for too long.
    Gone,
    /// It was open for as long as a stream may be.
    Old,
    /// The service ends.
    Shutdown,
    /// The caller has lost the right to it, or nobody can tell any more whether they have it.
    Refused(Refusal),
}

impl End {
    /// For the audit record: how it came out, why, and the status that an answer would have had.
    pub(crate) fn recorded(&self) -> (Outcome, Reason, u16) {
        match self {
            Self::Handled(reason, status) => (Outcome::of(reason, *status), reason, *status),
            Self::Gone => (Outcome::Allow, "client_gone", 200),
            Self::Old => (Outcome::Allow, "longest_life", 200),
            Self::Shutdown => (Outcome::Allow, "shutdown", 200),
            Self::Refused(refusal) => {
                let (reason, status) = (refusal.reason(), refusal.status());
                (Outcome::of(reason, status), reason, status)
            }
        }
    }

    /// Whether not a byte more may reach the client, of what was written before either.
    pub(crate) const fn cuts(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}
