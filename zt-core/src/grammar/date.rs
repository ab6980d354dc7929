//! Calendar dates: `"2026-12-31"`.

use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;

/// A date of the Gregorian calendar, years 1 to 9999. Dates compare in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    // The derived order compares fields from top to bottom.
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A date for generated code, which comes from [`Date::parse`]; a number out of bounds becomes the nearest bound.
    #[must_use]
    pub const fn from_ymd(year: u16, month: u8, day: u8) -> Self {
        let year = clamp(year, 1, 9_999);
        let month = clamp(month as u16, 1, 12);
        let day = clamp(day as u16, 1, days_in(year, month as u8) as u16);
        Self { year, month: month as u8, day: day as u8 }
    }

    /// Reads `YYYY-MM-DD` (RFC 3339 `full-date`) and only that.
    ///
    /// # Errors
    /// [`DateFault::Shape`] for another spelling, [`DateFault::NoSuchDay`] for a day that the calendar doesn't have.
    pub const fn parse(text: &str) -> Result<Self, DateFault> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(DateFault::Shape);
        };
        let (Some(century), Some(rest), Some(month), Some(day)) = (
            two_digits(*y1, *y2),
            two_digits(*y3, *y4),
            two_digits(*m1, *m2),
            two_digits(*d1, *d2),
        ) else {
            return Err(DateFault::Shape);
        };
        let year = century as u16 * 100 + rest as u16;
        let real =
            year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
        if real { Ok(Self { year, month, day }) } else { Err(DateFault::NoSuchDay) }
    }

    /// The date in UTC at so many seconds after 1970-01-01T00:00:00Z, for a clock's answer; after year 9999 its last day.
    #[must_use]
    pub const fn from_unix_seconds(seconds: u64) -> Self {
        // Howard Hinnant's civil_from_days, with years that start in March so that the leap day comes last.
        let days = seconds / 86_400 + 719_468;
        let era = days / 146_097;
        let day_of_era = days % 146_097;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as u64;
        if year > 9_999 {
            Self::from_ymd(9_999, 12, 31)
        } else {
            Self::from_ymd(year as u16, month as u8, day as u8)
        }
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Whether it comes before `other`, in const.
    #[must_use]
    pub const fn is_before(self, other: Self) -> bool {
        self.ordinal() < other.ordinal()
    }

    const fn ordinal(self) -> u32 {
        self.year as u32 * 10_000 + self.month as u32 * 100 + self.day as u32
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Why a date was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// It isn't spelled `YYYY-MM-DD`.
    Shape,
    /// The calendar has no such day.
    NoSuchDay,
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "a date is spelled YYYY-MM-DD",
            Self::NoSuchDay => "the calendar has no such day",
        })
    }
}

impl core::error::Error for DateFault {}

impl Fault for DateFault {
    fn help(&self) -> String {
        match self {
            Self::Shape => "write it like \"2027-01-31\"".to_string(),
            Self::NoSuchDay => {
                "write a month from 01 to 12 and a day that it has, like \"2027-02-28\"".to_string()
            }
        }
    }
}

const fn clamp(value: u16, low: u16, high: u16) -> u16 {
    if value < low {
        low
    } else if value > high {
        high
    } else {
        value
    }
}

const fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        Some((tens - b'0') * 10 + (ones - b'0'))
    } else {
        None
    }
}

const fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    const _: () = assert!(Date::parse("2024-02-29").is_ok());

    #[test]
    fn b03_only_real_days() {
        for good in ["2026-12-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "2025-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "0000-01-01",
        ] {
            assert_eq!(Date::parse(bad), Err(DateFault::NoSuchDay), "{bad}");
        }
    }

    #[test]
    fn b03_only_one_spelling() {
        for bad in [
            "",
            "2026",
            "2026-1-1",
            "26-01-01",
            "2026/01/01",
            "01-01-2026",
            "2026-01-01Z",
            " 2026-01-01",
            "+026-01-01",
        ] {
            assert_eq!(Date::parse(bad), Err(DateFault::Shape), "{bad}");
        }
        assert_eq!(DateFault::Shape.help(), "write it like \"2027-01-31\"");
    }

    #[test]
    fn dates_come_in_the_order_of_time() {
        let date = |text| Date::parse(text).unwrap();
        for (earlier, later) in [
            ("2025-12-31", "2026-01-01"),
            ("2026-01-31", "2026-02-01"),
            ("2026-01-01", "2026-01-02"),
        ] {
            assert!(date(earlier) < date(later));
            assert!(date(earlier).is_before(date(later)));
            assert!(!date(later).is_before(date(earlier)));
        }
        assert!(!date("2026-01-01").is_before(date("2026-01-01")));
    }

    #[test]
    fn clocks_become_dates() {
        for (seconds, text) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (4_107_456_000, "2100-02-28"),
            (4_107_542_400, "2100-03-01"),
            (1_798_675_200, "2026-12-31"),
            (253_370_764_800, "9999-01-01"),
            (253_402_300_799, "9999-12-31"),
            (253_402_300_800, "9999-12-31"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(Date::from_unix_seconds(seconds).to_string(), text);
        }
        let date = Date::from_unix_seconds(951_782_400);
        assert_eq!((date.year(), date.month(), date.day()), (2000, 2, 29));
    }

    #[test]
    fn generated_dates_stay_in_the_calendar() {
        assert_eq!(Date::from_ymd(2025, 2, 31).to_string(), "2025-02-28");
        assert_eq!(Date::from_ymd(0, 0, 0).to_string(), "0001-01-01");
        assert_eq!(Date::from_ymd(u16::MAX, 255, 255).to_string(), "9999-12-31");
    }

    proptest! {
        #[test]
        fn printed_dates_parse_back(seconds in 0..253_402_300_800_u64) {
            let date = Date::from_unix_seconds(seconds);
            prop_assert_eq!(Date::parse(&date.to_string()), Ok(date));
            prop_assert!(!Date::from_unix_seconds(seconds + 86_400).is_before(date));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
            if let Ok(date) = Date::parse(&text) {
                prop_assert_eq!(date.to_string(), text);
            }
        }
    }
}
