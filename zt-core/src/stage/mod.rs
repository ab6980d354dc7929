//! How far a service is on the way to zero trust, after CISA's model: four stages, each with its criteria.
//!
//! A stage is computed, never claimed. An endpoint is at the highest stage whose criteria, and those of all stages below,
//! hold for it; a service is where its weakest endpoint is. What isn't known counts as not met.

mod contract;
mod criteria;

pub use contract::{Gap, Gaps, gaps};
pub(crate) use contract::{MOMENT, factors, is_recent};
pub use criteria::{CRITERIA, Criterion, Decider, criterion};

/// The four stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Somebody is asked who it is.
    Traditional,
    /// Tokens that expire, and a scope for each thing that is done.
    Initial,
    /// Stolen tokens are of no use, and what happens can be proved.
    Advanced,
    /// Access for the moment, watched, taken back at once.
    Optimal,
}

impl Stage {
    /// From the lowest to the highest.
    pub const ALL: [Self; 4] = [Self::Traditional, Self::Initial, Self::Advanced, Self::Optimal];

    /// The word in an annotation, in a manifest and on a command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Traditional => "traditional",
            Self::Initial => "initial",
            Self::Advanced => "advanced",
            Self::Optimal => "optimal",
        }
    }

    /// The stage of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }

    /// Whether all of `other` holds here too, in const.
    #[must_use]
    pub const fn is_at_least(self, other: Self) -> bool {
        self as u8 >= other as u8
    }

    /// The one below; none below the lowest.
    #[must_use]
    pub const fn below(self) -> Option<Self> {
        match self {
            Self::Traditional => None,
            Self::Initial => Some(Self::Traditional),
            Self::Advanced => Some(Self::Initial),
            Self::Optimal => Some(Self::Advanced),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d09_each_stage_has_its_word_and_its_place() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.as_str()), Some(stage));
            assert!(stage.is_at_least(stage));
        }
        for word in ["", "Initial", "initial ", "none", "advance"] {
            assert_eq!(Stage::parse(word), None, "{word}");
        }
        for (lower, higher) in Stage::ALL.into_iter().zip(Stage::ALL.into_iter().skip(1)) {
            assert!(lower < higher && higher.is_at_least(lower) && !lower.is_at_least(higher));
            assert_eq!(higher.below(), Some(lower));
        }
        assert_eq!(Stage::Traditional.below(), None);
    }
}
