//! What is wrong with a configuration: all of it, each with its place and its mend.

use std::fmt;

/// Why a service doesn't start with this configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault(Vec<Line>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    place: String,
    what: String,
}

impl ConfigFault {
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    pub(super) fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.0.push(Line { place: place.into(), what: what.into() });
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn names(&self, place: &str) -> bool {
        self.0.iter().any(|line| line.place == place)
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count();
        write!(f, "the configuration has {count} fault{}", if count == 1 { "" } else { "s" })?;
        self.0.iter().try_for_each(|line| write!(f, "\n  {}: {}", line.place, line.what))
    }
}

impl std::error::Error for ConfigFault {}
