//! From a finding to what is done about it, and to who is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use zt_watch::{Culprit, Finding, Kind, Verified};

use super::measures::subject_of;
use super::{Alerts, Answers, Measures, Reaction};
use crate::audit::{Audit, FindingRecord, Reacted};
use crate::clock::Clock;
use crate::identity::Revocations;

/// Acts first, and tells then.
pub(super) struct Reactions {
    pub(super) answers: Answers,
    pub(super) alerts: Option<Alerts>,
    pub(super) measures: Measures,
    pub(super) revocations: Revocations,
    pub(super) audit: Audit,
    pub(super) clock: Clock,
    pub(super) unseen: Arc<AtomicU64>,
}

/// What can't be taken, in the words of the record.
const TOO_MANY: &str = "as many measures are in force as there may be";
const NOT_ON_DISK: &str = "it counts until the service ends: it could not be written to disk";
const NOBODY: &str = "the subject can't be named";

impl Reactions {
    pub(super) fn answer(&mut self, finding: &Finding) {
        let answer = self.answers.to(finding.detection);
        let react = |reaction: &Reaction| self.react(*reaction, finding, answer.lasts);
        let reactions: Vec<_> = answer.reactions.iter().filter_map(react).collect();
        tracing::warn!(
            detection = finding.detection.name(),
            about = %finding.culprit,
            trace = &*finding.trace,
            reactions = ?reactions.iter().map(|it| it.reaction).collect::<Vec<_>>(),
            "{}",
            finding.detection.sentence()
        );
        let unseen = self.unseen.swap(0, Ordering::Relaxed);
        let record = FindingRecord::new(finding, reactions, unseen);
        if let Some(alerts) = &self.alerts {
            alerts.tell(finding, &record);
        }
        if self.audit.note_finding(record).is_err() {
            // The next record says it.
            self.unseen.fetch_add(unseen, Ordering::Relaxed);
            tracing::error!(trace = &*finding.trace, "the audit log took no record of a finding");
        }
    }

    /// `None` where it isn't for whom the finding is about: an address has no login and no tokens, a machine no login. An address
    /// of this very machine is a proxy's, and stands for all of its callers.
    fn react(&self, reaction: Reaction, finding: &Finding, lasts: Duration) -> Option<Reacted> {
        let done = match (reaction, &finding.culprit) {
            (Reaction::Throttle, Culprit::Address(network)) if network.addr().is_loopback() => {
                return None;
            }
            (Reaction::Throttle, Culprit::Address(network)) => {
                self.measures.throttle_network(*network, lasts).map_err(|_| TOO_MANY)
            }
            (Reaction::Throttle, Culprit::Caller(verified)) => {
                self.measures.throttle(verified, lasts).map_err(|_| TOO_MANY)
            }
            (Reaction::StepUp, Culprit::Caller(verified))
                if verified.who().kind() == Kind::Person =>
            {
                self.measures.step_up(verified, self.clock.now(), lasts).map_err(|_| TOO_MANY)
            }
            (Reaction::Revoke, Culprit::Caller(verified)) => self.revoke(verified),
            (Reaction::StepUp | Reaction::Revoke, _) => return None,
        };
        let until = (reaction != Reaction::Revoke && done.is_ok()).then(|| self.until(lasts));
        Some(Reacted { reaction: reaction.name(), until, failed: done.err() })
    }

    fn revoke(&self, verified: &Verified) -> Result<(), &'static str> {
        let subject = subject_of(verified.who()).ok_or(NOBODY)?;
        self.revocations.revoke_subject(&subject).map_err(|error| {
            tracing::error!(%error, "a revocation isn't on disk");
            NOT_ON_DISK
        })
    }

    fn until(&self, lasts: Duration) -> Timestamp {
        let lasts = SignedDuration::try_from(lasts).unwrap_or(SignedDuration::MAX);
        self.clock.now().checked_add(lasts).unwrap_or(Timestamp::MAX)
    }
}
