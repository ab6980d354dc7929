//! How a stream ends.

use crate::audit::Outcome;
use crate::problem::{Reason, Refusal};

/// What came over a socket, and is no message (RFC 6455 §7.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misspoken {
    /// No frame, or one where it has no place.
    NoFrame,
    /// Bytes that were never meant to be a text.
    Binary,
    /// A text that isn't UTF-8.
    NoText,
    /// More than any message may have.
    TooLong,
}

impl Misspoken {
    const fn reason(self) -> Reason {
        match self {
            Self::NoFrame => "socket_no_frame",
            Self::Binary => "socket_binary",
            Self::NoText => "socket_no_text",
            Self::TooLong => "socket_text_too_long",
        }
    }
}

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
    /// The client of a socket sent what is no message.
    Misspoken(Misspoken),
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
            Self::Misspoken(misspoken) => (Outcome::Deny, misspoken.reason(), 400),
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
