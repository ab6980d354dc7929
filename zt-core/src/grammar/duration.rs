//! Spans of time: `"10m"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;
use super::number::leading_number;

/// A span of whole milliseconds, 1 ms to [`Span::MAX`]: `"500ms"`, `"2s"`, `"10m"`, `"1h"`, `"7d"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    millis: u64,
}

impl Span {
    /// Longer than a leap year is a typing mistake rather than a limit.
    pub const MAX: Self = Self { millis: 366 * 86_400_000 };

    /// A span for generated code, which comes from [`Span::parse`]; a value out of bounds becomes the nearest bound.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        if millis == 0 {
            Self { millis: 1 }
        } else if millis > Self::MAX.millis {
            Self::MAX
        } else {
            Self { millis }
        }
    }

    /// Reads `"10m"`: a whole number from 1 and `ms`, `s`, `m`, `h` or `d`, up to [`Span::MAX`].
    ///
    /// # Errors
    /// A [`SpanFault`] that knows the spelling that was meant, where there is one.
    pub fn parse(text: &str) -> Result<Self, SpanFault> {
        let Some((count, unit)) = leading_number(text) else {
            return Err(SpanFault::Shape);
        };
        let unit = core::str::from_utf8(unit).unwrap_or_default();
        let Some(each) = millis_of(unit) else {
            return Err(SpanFault::Unit { given: unit.to_string(), meant: meant(count, unit) });
        };
        match count.checked_mul(each) {
            Some(0) => Err(SpanFault::Zero),
            Some(millis) if millis <= Self::MAX.millis => Ok(Self { millis }),
            _ => Err(SpanFault::TooMuch),
        }
    }

    /// Its length in milliseconds.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.millis
    }

    /// Its length as the standard library counts it.
    #[must_use]
    pub const fn duration(self) -> core::time::Duration {
        core::time::Duration::from_millis(self.millis)
    }

    /// Whether it is longer, in const.
    #[must_use]
    pub const fn is_longer_than(self, other: Self) -> bool {
        self.millis > other.millis
    }

    /// The number and the largest unit that say it exactly.
    #[must_use]
    pub const fn in_units(self) -> (u64, &'static str) {
        if self.millis.is_multiple_of(86_400_000) {
            return (self.millis / 86_400_000, "d");
        }
        if self.millis.is_multiple_of(3_600_000) {
            return (self.millis / 3_600_000, "h");
        }
        if self.millis.is_multiple_of(60_000) {
            return (self.millis / 60_000, "m");
        }
        if self.millis.is_multiple_of(1_000) {
            return (self.millis / 1_000, "s");
        }
        (self.millis, "ms")
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = self.in_units();
        write!(f, "{count}{unit}")
    }
}

/// Why a duration was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpanFault {
    /// It isn't a whole number and a unit.
    Shape,
    /// The unit has another name.
    Unit {
        /// What stands there.
        given: String,
        /// The duration that was probably meant.
        meant: Option<Span>,
    },
    /// Nothing at all.
    Zero,
    /// More than [`Span::MAX`].
    TooMuch,
}

impl fmt::Display for SpanFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => write!(f, "a duration is a whole number and a unit"),
            Self::Unit { given, .. } if given.is_empty() => write!(f, "a duration without a unit"),
            Self::Unit { given, .. } => write!(f, "`{given}` is no unit of a duration"),
            Self::Zero => write!(f, "a duration of zero lets nothing through"),
            Self::TooMuch => write!(f, "a duration above 366d"),
        }
    }
}

impl core::error::Error for SpanFault {}

impl Fault for SpanFault {
    fn help(&self) -> String {
        match self {
            Self::Shape | Self::Zero => "write it like \"10m\"".to_string(),
            Self::Unit { meant: Some(meant), .. } => format!("write \"{meant}\""),
            Self::Unit { .. } => "write its unit (ms, s, m, h or d), like \"10m\"".to_string(),
            Self::TooMuch => "write at most \"366d\"".to_string(),
        }
    }
}

const fn millis_of(unit: &str) -> Option<u64> {
    match unit.as_bytes() {
        b"ms" => Some(1),
        b"s" => Some(1_000),
        b"m" => Some(60_000),
        b"h" => Some(3_600_000),
        b"d" => Some(86_400_000),
        _ => None,
    }
}

fn meant(count: u64, given: &str) -> Option<Span> {
    let unit = match given.trim().to_ascii_lowercase().as_str() {
        "msec" | "millis" | "milliseconds" => Some("ms"),
        "s" | "sec" | "secs" | "second" | "seconds" => Some("s"),
        "m" | "min" | "mins" | "minute" | "minutes" => Some("m"),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some("h"),
        "d" | "day" | "days" => Some("d"),
        _ => None,
    }?;
    Span::parse(&format!("{count}{unit}")).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn help(text: &str) -> String {
        Span::parse(text).unwrap_err().help()
    }

    #[test]
    fn each_unit_counts() {
        for (text, millis) in [
            ("500ms", 500),
            ("2s", 2_000),
            ("10m", 600_000),
            ("1h", 3_600_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(Span::parse(text).unwrap().millis(), millis, "{text}");
            assert_eq!(Span::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Span::parse("60s").unwrap().to_string(), "1m");
        assert_eq!(Span::parse("2s").unwrap().duration(), core::time::Duration::from_secs(2));
    }

    #[test]
    fn faults_suggest_the_spelling_that_was_meant() {
        for (given, meant) in [
            ("7msec", "7ms"),
            ("7 millis", "7ms"),
            ("7milliseconds", "7ms"),
            ("7sec", "7s"),
            ("7hrs", "7h"),
            ("7 Day", "7d"),
        ] {
            assert_eq!(help(given), format!("write \"{meant}\""));
        }
        assert_eq!(help("10min"), "write \"10m\"");
        assert_eq!(help("10 minutes"), "write \"10m\"");
        assert_eq!(help("2S"), "write \"2s\"");
        assert_eq!(help("30days"), "write \"30d\"");
        assert_eq!(help("30"), "write its unit (ms, s, m, h or d), like \"10m\"");
        assert_eq!(help("soon"), "write it like \"10m\"");
        assert_eq!(help("367d"), "write at most \"366d\"");
    }

    #[test]
    fn hostile_durations_are_refused() {
        for text in [
            "",
            "s",
            "0s",
            "00s",
            "01s",
            "-1s",
            "+1s",
            " 1s",
            "1s ",
            "1.5s",
            "1h30m",
            "367d",
            "18446744073709551615d",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
        assert_eq!(Span::parse("366d"), Ok(Span::MAX));
    }

    #[test]
    fn generated_spans_stay_in_bounds() {
        assert_eq!(Span::from_millis(0).millis(), 1);
        assert_eq!(Span::from_millis(u64::MAX), Span::MAX);
        assert_eq!(Span::from_millis(7).millis(), 7);
    }

    #[test]
    fn zt0904_longer_is_strict() {
        assert!(Span::from_millis(2).is_longer_than(Span::from_millis(1)));
        assert!(!Span::from_millis(1).is_longer_than(Span::from_millis(1)));
    }

    proptest! {
        #[test]
        fn printed_spans_parse_back(millis in 1..=Span::MAX.millis) {
            let span = Span::from_millis(millis);
            prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*|[0-9]{1,30}[a-z]{0,3}") {
            if let Ok(span) = Span::parse(&text) {
                prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
            }
        }
    }
}
