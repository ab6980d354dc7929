//! What the watch found, and what was done about it, as one line of the log.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use zt_watch::{Culprit, Finding};

use super::record::nanoseconds;
use crate::watch::Reaction;

/// A finding. Its subject and token are spelled as those of decisions, so that whoever looks for one finds both.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FindingRecord {
    #[serde(serialize_with = "nanoseconds")]
    time: Timestamp,
    event: &'static str,
    detection: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Where nobody was proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<String>,
    /// How many were seen.
    count: u32,
    /// Of the decision that completed it.
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    trace: String,
    reactions: Vec<Reacted>,
    /// So many decisions before this one were not looked at: the watch didn't keep up.
    #[serde(skip_serializing_if = "is_zero")]
    unseen: u64,
}

#[derive(Debug, Clone, Serialize)]
struct Named {
    issuer: String,
    name: String,
    kind: String,
}

/// What was done.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Reacted {
    pub(crate) reaction: &'static str,
    /// It ends by itself; without, it is done.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "moment")]
    pub(crate) until: Option<Timestamp>,
    /// What kept it from being done whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<&'static str>,
}

impl FindingRecord {
    /// Whether its subject's tokens don't count any more.
    pub(crate) fn has_revoked(&self) -> bool {
        let is_it = |it: &Reacted| it.reaction == Reaction::Revoke.name();
        self.reactions.iter().any(is_it)
    }

    pub(crate) fn new(finding: &Finding, reactions: Vec<Reacted>, unseen: u64) -> Self {
        let (subject, token, network) = match &finding.culprit {
            Culprit::Address(network) => (None, None, Some(network.to_string())),
            Culprit::Caller(verified) => {
                let who = verified.who();
                let named = Named {
                    issuer: who.issuer.to_string(),
                    name: who.name.to_string(),
                    kind: who.kind.to_string(),
                };
                (Some(named), Some(verified.token().to_owned()), None)
            }
        };
        Self {
            time: finding.at,
            event: "finding",
            detection: finding.detection.name(),
            subject,
            token,
            network,
            count: finding.count,
            reason: finding.reason.to_string(),
            endpoint: finding.endpoint.as_ref().map(ToString::to_string),
            trace: finding.trace.to_string(),
            reactions,
            unseen,
        }
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference to the field"
)]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

#[allow(clippy::ref_option, reason = "serde calls it with a reference to the field")]
fn moment<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(&format_args!("{time:.0}")),
        None => serializer.serialize_none(),
    }
}
