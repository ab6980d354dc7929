//! Impossible rate: a subject that goes on far above its limit, as no client does that reads answers.

use super::Rule;
use crate::memory::Often;
use crate::{Detection, Finding, Observation, Settings, Watch};

pub(super) const REFUSED: [&str; 2] = ["rate_limited", "throttled"];

pub(crate) struct Rate(Often);

impl Rate {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self(Often::new(Watch::MOST_KEYS, settings.of(Detection::ImpossibleRate)))
    }
}

impl Rule for Rate {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let is_one = seen.is_refused() && REFUSED.contains(&&*seen.reason);
        let count = self.0.add(seen.who().filter(|_| is_one)?, seen.at)?;
        seen.of_caller(Detection::ImpossibleRate, count)
    }
}
