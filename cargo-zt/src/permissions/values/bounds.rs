//! Plain measures: spans of time, sizes, days, and words that stand for more and more.

use zt_core::grammar::{Date, Span};

use crate::permissions::order::Within;

/// A span of time; longer permits more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Millis(pub(crate) u64);

impl Millis {
    /// As annotations spell it: `10m`.
    pub(crate) fn text(self) -> String {
        let span = Span::from_millis(self.0);
        if span.millis() == self.0 { span.to_string() } else { format!("{}ms", self.0) }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(count) = text.strip_suffix("ms").and_then(|it| it.parse().ok()) {
            return Some(Self(count));
        }
        Span::parse(text).ok().map(|span| Self(span.millis()))
    }
}

impl Within for Millis {
    fn within(&self, other: &Self) -> bool {
        self.0 <= other.0
    }
}

/// A size in bytes; larger permits more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Length(pub(crate) u64);

const UNITS: [(u64, &str); 4] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"), (1, "B")];

impl Length {
    /// As annotations spell it: `64KiB`.
    pub(crate) fn text(self) -> String {
        let exact = UNITS.iter().find(|(bytes, _)| self.0 > 0 && self.0.is_multiple_of(*bytes));
        let (bytes, unit) = exact.unwrap_or(&(1, "B"));
        format!("{}{unit}", self.0 / bytes)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        UNITS.iter().find_map(|(bytes, unit)| {
            let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
            count.checked_mul(*bytes).map(Self)
        })
    }
}

impl Within for Length {
    fn within(&self, other: &Self) -> bool {
        self.0 <= other.0
    }
}

/// The last day of something; a later one permits more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) Date);

impl Day {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Date::parse(text).ok().map(Self)
    }
}

impl Within for Day {
    fn within(&self, other: &Self) -> bool {
        self.0 <= other.0
    }
}

/// One of a few words that stand in a row, each permitting more than the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ladder(usize);

impl Ladder {
    pub(crate) fn parse(row: &[&str], text: &str) -> Option<Self> {
        row.iter().position(|word| *word == text).map(Self)
    }
}

impl Within for Ladder {
    fn within(&self, other: &Self) -> bool {
        self.0 <= other.0
    }
}
