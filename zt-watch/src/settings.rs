//! From when on it is too much.

use std::time::Duration;

use crate::Detection;

/// The threshold of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// So many are a finding.
    pub count: u32,
    /// Within this time; for a dormant credential, unused for so long.
    pub within: Duration,
}

/// The thresholds of all rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings([Threshold; Detection::ALL.len()]);

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;

impl Settings {
    /// The threshold of a rule.
    #[must_use]
    pub fn of(&self, detection: Detection) -> Threshold {
        let all = Detection::ALL.into_iter().zip(self.0);
        let found = all.into_iter().find(|(known, _)| *known == detection);
        found.map_or_else(|| usual(detection), |(_, threshold)| threshold)
    }

    /// With another threshold for one rule.
    #[must_use]
    pub fn with(mut self, detection: Detection, threshold: Threshold) -> Self {
        for (known, slot) in Detection::ALL.into_iter().zip(&mut self.0) {
            if known == detection {
                *slot = threshold;
            }
        }
        self
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self(Detection::ALL.map(usual))
    }
}

/// Low enough that an attack is seen while it begins, and above what people, retries and mistakes do.
const fn usual(detection: Detection) -> Threshold {
    let (count, seconds) = match detection {
        Detection::CredentialStuffing => (20, 5 * MINUTE),
        Detection::ScopeProbing => (6, 10 * MINUTE),
        Detection::ObjectEnumeration => (20, 10 * MINUTE),
        Detection::Replay => (3, 10 * MINUTE),
        Detection::TokenElsewhere => (5, 2 * MINUTE),
        Detection::ImpossibleRate => (300, MINUTE),
        Detection::DormantCredential => (1, 60 * DAY),
        Detection::Decoy => (1, 10 * MINUTE),
    };
    Threshold { count, within: Duration::from_secs(seconds) }
}
