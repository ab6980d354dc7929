//! Rates: `"60/min"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;
use super::number::leading_number;

/// The most requests that one period may allow; a larger number is a typing mistake rather than a limit.
pub const MAX_COUNT: u32 = 1_000_000;

/// The period of a [`Rate`]. Each has one spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// `s`
    Second,
    /// `min`
    Minute,
    /// `hour`
    Hour,
    /// `day`
    Day,
}

impl Period {
    /// How annotations spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// Its length in seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Second, Self::Minute, Self::Hour, Self::Day]
            .into_iter()
            .find(|period| period.as_str() == text)
    }

    fn meant_by(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => Some(Self::Second),
            "m" | "min" | "mins" | "minute" | "minutes" => Some(Self::Minute),
            "h" | "hr" | "hrs" | "hour" | "hours" => Some(Self::Hour),
            "d" | "day" | "days" => Some(Self::Day),
            _ => None,
        }
    }
}

/// How many requests may come in one period: `"60/min"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests in one period, 1 to [`MAX_COUNT`].
    pub count: u32,
    /// The period.
    pub per: Period,
}

impl Rate {
    /// A rate for generated code, which comes from [`Rate::parse`]; a count out of bounds becomes the nearest bound.
    #[must_use]
    pub const fn new(count: u32, per: Period) -> Self {
        let count = if count == 0 {
            1
        } else if count > MAX_COUNT {
            MAX_COUNT
        } else {
            count
        };
        Self { count, per }
    }

    /// Reads `"60/min"`: a count from 1 to [`MAX_COUNT`], `/`, and `s`, `min`, `hour` or `day`.
    ///
    /// # Errors
    /// A [`RateFault`] that knows the spelling that was meant, where there is one.
    pub fn parse(text: &str) -> Result<Self, RateFault> {
        let Some((count, period)) = split(text) else {
            return Err(RateFault::Shape { meant: meant(text) });
        };
        let Some(per) = Period::parse(period) else {
            return Err(RateFault::Period { given: period.to_string(), meant: meant(text) });
        };
        match u32::try_from(count) {
            Ok(0) => Err(RateFault::Zero { per }),
            Ok(count) if count <= MAX_COUNT => Ok(Self { count, per }),
            _ => Err(RateFault::TooMany { per }),
        }
    }

    /// Whether it lets more through than `other`: in the long run, or at once, since a period's requests may all come in one
    /// moment. So `"1/s"` is stricter than `"60/min"`, and `"86400/day"` is looser than both.
    #[must_use]
    pub const fn is_looser_than(self, other: Self) -> bool {
        self.count > other.count || self.is_faster_than(other)
    }

    /// Whether it lets more through in the long run.
    #[must_use]
    pub const fn is_faster_than(self, other: Self) -> bool {
        let mine = self.count as u64 * other.per.seconds() as u64;
        let theirs = other.count as u64 * self.per.seconds() as u64;
        mine > theirs
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.count, self.per.as_str())
    }
}

/// Why a rate was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RateFault {
    /// It isn't a number, a slash and a period.
    Shape {
        /// The rate that was probably meant.
        meant: Option<Rate>,
    },
    /// The period has another name.
    Period {
        /// What stands there.
        given: String,
        /// The rate that was probably meant.
        meant: Option<Rate>,
    },
    /// A count of nothing.
    Zero {
        /// The period.
        per: Period,
    },
    /// A count above [`MAX_COUNT`].
    TooMany {
        /// The period.
        per: Period,
    },
}

impl fmt::Display for RateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape { .. } => write!(f, "a rate is a count, a slash and a period"),
            Self::Period { given, .. } => write!(f, "`{given}` is no period of a rate"),
            Self::Zero { .. } => write!(f, "a rate of zero lets nobody in"),
            Self::TooMany { .. } => write!(f, "a rate above {MAX_COUNT} is no limit"),
        }
    }
}

impl core::error::Error for RateFault {}

impl Fault for RateFault {
    fn help(&self) -> String {
        match self {
            Self::Shape { meant: Some(rate) } | Self::Period { meant: Some(rate), .. } => {
                format!("write \"{rate}\"")
            }
            Self::Shape { meant: None } => "write it like \"60/min\"".to_string(),
            Self::Period { meant: None, .. } => "write `s`, `min`, `hour` or `day`".to_string(),
            Self::Zero { per } => format!("write at least \"1/{}\"", per.as_str()),
            Self::TooMany { per } => format!("write at most \"{MAX_COUNT}/{}\"", per.as_str()),
        }
    }
}

fn split(text: &str) -> Option<(u64, &str)> {
    let (count, period) = text.split_once('/')?;
    match leading_number(count)? {
        (count, []) => Some((count, period)),
        _ => None,
    }
}

/// A guess at what `60 per minute` and its kin mean.
fn meant(text: &str) -> Option<Rate> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, rest) = text.split_at_checked(digits)?;
    let rest = rest.trim().trim_start_matches('/').trim();
    let period = rest.strip_prefix("per ").unwrap_or(rest);
    let count = count.parse().ok().filter(|count| (1..=MAX_COUNT).contains(count))?;
    Some(Rate { count, per: Period::meant_by(period)? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn help(text: &str) -> String {
        Rate::parse(text).unwrap_err().help()
    }

    #[test]
    fn g01_each_period_has_one_spelling() {
        assert_eq!(Rate::parse("60/min"), Ok(Rate { count: 60, per: Period::Minute }));
        assert_eq!(Rate::parse("1/s"), Ok(Rate { count: 1, per: Period::Second }));
        assert_eq!(Rate::parse("1000000/day"), Ok(Rate { count: 1_000_000, per: Period::Day }));
        assert_eq!(Rate::parse("7/hour"), Ok(Rate { count: 7, per: Period::Hour }));
    }

    #[test]
    fn faults_suggest_the_spelling_that_was_meant() {
        for text in [
            "60/minute",
            "60/m",
            "60/MIN",
            "60/ min",
            "60 / min",
            "60 per minute",
            "60min",
            " 60/min",
        ] {
            assert_eq!(help(text), "write \"60/min\"", "{text}");
        }
        assert_eq!(help("5/sec"), "write \"5/s\"");
        assert_eq!(help("5/hours"), "write \"5/hour\"");
        assert_eq!(help("5/d"), "write \"5/day\"");
        assert_eq!(help("5/week"), "write `s`, `min`, `hour` or `day`");
        assert_eq!(help("0/min"), "write at least \"1/min\"");
        assert_eq!(help("1000001/s"), "write at most \"1000000/s\"");
        assert_eq!(help("fast"), "write it like \"60/min\"");
    }

    #[test]
    fn hostile_rates_are_refused() {
        for text in [
            "", "/", "60", "60/", "/min", "-1/min", "+1/min", "060/min", "6e1/min", "60//min",
            "60/min/s",
        ] {
            assert!(Rate::parse(text).is_err(), "{text}");
        }
        for text in ["4294967297/s", "99999999999999999999999/s", "٦٠/min"] {
            assert!(Rate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn zt0902_looser_is_more_in_the_long_run_or_at_once() {
        let rate = |text| Rate::parse(text).unwrap();
        assert!(rate("61/min").is_looser_than(rate("1/s")));
        assert!(rate("60/min").is_looser_than(rate("1/s")));
        assert!(rate("86400/day").is_looser_than(rate("1/s")));
        assert!(rate("86400/day").is_looser_than(rate("60/min")));
        assert!(!rate("60/hour").is_looser_than(rate("60/min")));
        assert!(!rate("60/min").is_looser_than(rate("60/min")));
        assert!(!rate("60/min").is_faster_than(rate("1/s")));
        assert!(!rate("1/s").is_looser_than(rate("60/min")));
        assert!(rate("1000000/s").is_looser_than(rate("1000000/day")));
    }

    #[test]
    fn generated_counts_stay_in_bounds() {
        assert_eq!(Rate::new(0, Period::Day).count, 1);
        assert_eq!(Rate::new(u32::MAX, Period::Day).count, MAX_COUNT);
        assert_eq!(Rate::new(60, Period::Day).count, 60);
    }

    proptest! {
        #[test]
        fn printed_rates_parse_back(count in 1..=MAX_COUNT, period in 0..4_usize) {
            let per = [Period::Second, Period::Minute, Period::Hour, Period::Day].into_iter().nth(period).unwrap();
            let rate = Rate::new(count, per);
            prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            if let Ok(rate) = Rate::parse(&text) {
                prop_assert_eq!(rate.to_string(), text);
            }
        }
    }
}
