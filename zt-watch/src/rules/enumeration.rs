//! Object enumeration: one subject that asks for object after object, of which none is its own (X18).

use super::Rule;
use crate::memory::Different;
use crate::{Detection, Finding, Observation, Settings, Watch};

/// One and the same 404 for the caller; here they differ from a path that isn't there.
pub(super) const NOT_ITS_OWN: [&str; 5] =
    ["no_such_object", "not_authorized", "malformed_id", "not_own", "not_within"];

pub(crate) struct Enumeration(Different);

impl Enumeration {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self(Different::new(Watch::MOST_KEYS, settings.of(Detection::ObjectEnumeration)))
    }
}

impl Rule for Enumeration {
    /// Of a request that names many objects the one counts that it was refused for: whoever asks for twenty of its own and
    /// one that is gone enumerates nothing.
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let is_one = seen.is_refused() && NOT_ITS_OWN.contains(&&*seen.reason);
        let who = seen.who().filter(|_| is_one)?;
        let object = seen.object.as_ref().or(seen.path.as_ref())?;
        let count = self.0.add(who, object, seen.at)?;
        seen.of_caller(Detection::ObjectEnumeration, count)
    }
}
