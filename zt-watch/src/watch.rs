//! All rules together.

use std::fmt;

use crate::rules::{
    Decoys, Dormant, Elsewhere, Enumeration, Probing, Rate, Replays, Rule, Stuffing,
};
use crate::{Finding, Observation, Settings};

/// Every rule, with what it remembers.
pub struct Watch {
    rules: Vec<Box<dyn Rule>>,
}

impl Watch {
    /// Of how many addresses, subjects or tokens each rule remembers something, and of how many subjects when they were seen
    /// last. In all some 40 MiB, if each has done everything but once.
    pub const MOST_KEYS: usize = 16_384;
    /// See [`Watch::MOST_KEYS`].
    pub const MOST_SUBJECTS: usize = 262_144;

    /// Begins without a memory.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let rules: Vec<Box<dyn Rule>> = vec![
            Box::new(Stuffing::new(settings)),
            Box::new(Probing::new(settings)),
            Box::new(Enumeration::new(settings)),
            Box::new(Replays::new(settings)),
            Box::new(Elsewhere::new(settings)),
            Box::new(Rate::new(settings)),
            Box::new(Dormant::new(settings)),
            Box::new(Decoys::new(settings)),
        ];
        Self { rules }
    }

    /// What this decision completes, in the order of [`Detection::ALL`](crate::Detection::ALL).
    pub fn observe(&mut self, seen: &Observation) -> Vec<Finding> {
        self.rules.iter_mut().filter_map(|rule| rule.observe(seen)).collect()
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}
