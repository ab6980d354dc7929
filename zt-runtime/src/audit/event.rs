//! What the log says beside decisions: where it begins, what runs, and which keys and credentials came and went.

use jiff::Timestamp;
use serde::Serialize;

use super::record::{in_parts, nanoseconds};
use crate::identity::Subject;

/// Something that isn't a decision.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event {
    /// The log was opened, and this is how it was found.
    Opened {
        /// The key that signs it from now on.
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// Lines that the service left unsigned when it ended. Until now whoever could write to the file could have written them.
        #[serde(skip_serializing_if = "is_zero")]
        unsigned: u64,
        /// Bytes of half a line at its end, which were set aside.
        #[serde(skip_serializing_if = "is_zero")]
        torn: u64,
    },
    /// The service is about to answer.
    Start {
        service: &'static str,
        /// Which zt it is built with.
        zt: &'static str,
        /// The digest of all settings.
        configuration: String,
        /// The digest of the rules of all endpoints.
        contracts: String,
    },
    /// The service ended, and this many refusals have no record.
    Stop {
        #[serde(skip_serializing_if = "is_zero")]
        unseen: u64,
    },
    /// Another set of keys counts for an issuer.
    KeySet {
        issuer: String,
        /// Their thumbprints (RFC 7638).
        keys: Vec<String>,
    },
    /// The TLS listener shows another certificate.
    Certificate {
        /// Its SHA-256, in hex.
        certificate: String,
    },
    /// A token doesn't count any more.
    TokenRevoked { issuer: String, token: String },
    /// Nothing counts any more that the subject was given so far.
    SubjectRevoked {
        #[serde(serialize_with = "in_parts")]
        subject: Option<Subject>,
    },
}

/// An event with its time.
#[derive(Serialize)]
pub(super) struct Noted<'e> {
    #[serde(serialize_with = "nanoseconds")]
    pub(super) time: Timestamp,
    #[serde(flatten)]
    pub(super) event: &'e Event,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference to the field"
)]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}
