//! A dormant credential that wakes: an account that nobody used for months, and nobody took away.
//!
//! What wasn't seen since the watch began isn't known to be dormant; over past audit files, more is.

use super::Rule;
use crate::memory::{Latest, seconds};
use crate::{Detection, Finding, Observation, Settings, Watch};

pub(crate) struct Dormant {
    seen: Latest<Option<i64>>,
    within: i64,
}

impl Dormant {
    pub(crate) fn new(settings: &Settings) -> Self {
        let within = seconds(settings.of(Detection::DormantCredential));
        Self { seen: Latest::new(Watch::MOST_SUBJECTS), within }
    }
}

impl Rule for Dormant {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let now = seen.at.as_second();
        let before = self.seen.with(seen.who()?, |latest| {
            let before = *latest;
            *latest = Some(now.max(before.unwrap_or(now)));
            before
        })?;
        let slept = now.saturating_sub(before) >= self.within;
        if slept { seen.of_caller(Detection::DormantCredential, 1) } else { None }
    }
}
