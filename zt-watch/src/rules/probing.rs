//! Scope probing: one subject that is refused at many different endpoints, to learn what its token opens.

use super::Rule;
use crate::memory::Different;
use crate::{Detection, Finding, Observation, Settings, Watch};

/// The token counts, and isn't enough.
pub(super) const NOT_ENOUGH: [&str; 7] = [
    "insufficient_scope",
    "field_not_granted",
    "issuer_not_admitted",
    "token_not_bound",
    "request_not_signed",
    "device_not_admitted",
    "step_up_needed",
];

pub(crate) struct Probing(Different);

impl Probing {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self(Different::new(Watch::MOST_KEYS, settings.of(Detection::ScopeProbing)))
    }
}

impl Rule for Probing {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let is_one = seen.is_refused() && NOT_ENOUGH.contains(&&*seen.reason);
        let (who, endpoint) = (seen.who().filter(|_| is_one)?, seen.endpoint.as_ref()?);
        let count = self.0.add(who, endpoint, seen.at)?;
        seen.of_caller(Detection::ScopeProbing, count)
    }
}
