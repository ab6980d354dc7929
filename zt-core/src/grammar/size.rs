//! Sizes: `"64KiB"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;
use super::number::leading_number;

/// A size of whole bytes, 1 B to [`Size::MAX`]: `"512B"`, `"64KiB"`, `"1MiB"`. Units are powers of 1024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    bytes: u64,
}

impl Size {
    /// Larger bodies need a stream rather than a limit.
    pub const MAX: Self = Self { bytes: 1_073_741_824 };

    /// A size for generated code, which comes from [`Size::parse`]; a value out of bounds becomes the nearest bound.
    #[must_use]
    pub const fn from_bytes(bytes: u64) -> Self {
        if bytes == 0 {
            Self { bytes: 1 }
        } else if bytes > Self::MAX.bytes {
            Self::MAX
        } else {
            Self { bytes }
        }
    }

    /// Reads `"64KiB"`: a whole number from 1 and `B`, `KiB`, `MiB` or `GiB`, up to [`Size::MAX`].
    ///
    /// # Errors
    /// A [`SizeFault`] that knows the spelling that was meant, where there is one.
    pub fn parse(text: &str) -> Result<Self, SizeFault> {
        let Some((count, unit)) = leading_number(text) else {
            return Err(SizeFault::Shape);
        };
        let unit = core::str::from_utf8(unit).unwrap_or_default();
        let Some(each) = bytes_of(unit) else {
            return Err(SizeFault::Unit { given: unit.to_string(), meant: meant(count, unit) });
        };
        match count.checked_mul(each) {
            Some(0) => Err(SizeFault::Zero),
            Some(bytes) if bytes <= Self::MAX.bytes => Ok(Self { bytes }),
            _ => Err(SizeFault::TooMuch),
        }
    }

    /// Its number of bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.bytes
    }

    /// Whether it is larger, in const.
    #[must_use]
    pub const fn is_larger_than(self, other: Self) -> bool {
        self.bytes > other.bytes
    }

    /// The number and the largest unit that say it exactly.
    #[must_use]
    pub const fn in_units(self) -> (u64, &'static str) {
        if self.bytes.is_multiple_of(1_073_741_824) {
            return (self.bytes / 1_073_741_824, "GiB");
        }
        if self.bytes.is_multiple_of(1_048_576) {
            return (self.bytes / 1_048_576, "MiB");
        }
        if self.bytes.is_multiple_of(1024) {
            return (self.bytes / 1024, "KiB");
        }
        (self.bytes, "B")
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = self.in_units();
        write!(f, "{count}{unit}")
    }
}

/// Why a size was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SizeFault {
    /// It isn't a whole number and a unit.
    Shape,
    /// The unit has another name.
    Unit {
        /// What stands there.
        given: String,
        /// The size that was probably meant.
        meant: Option<Size>,
    },
    /// Nothing at all.
    Zero,
    /// More than [`Size::MAX`].
    TooMuch,
}

impl fmt::Display for SizeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => write!(f, "a size is a whole number and a unit"),
            Self::Unit { given, .. } if given.is_empty() => write!(f, "a size without a unit"),
            Self::Unit { given, .. } => write!(f, "`{given}` is no unit of a size"),
            Self::Zero => write!(f, "a size of zero lets nothing through"),
            Self::TooMuch => write!(f, "a size above 1GiB"),
        }
    }
}

impl core::error::Error for SizeFault {}

impl Fault for SizeFault {
    fn help(&self) -> String {
        match self {
            Self::Shape | Self::Zero => "write it like \"64KiB\"".to_string(),
            Self::Unit { meant: Some(meant), .. } => format!("write \"{meant}\""),
            Self::Unit { .. } => "write its unit (B, KiB, MiB or GiB), like \"64KiB\"".to_string(),
            Self::TooMuch => "write at most \"1GiB\"".to_string(),
        }
    }
}

const fn bytes_of(unit: &str) -> Option<u64> {
    match unit.as_bytes() {
        b"B" => Some(1),
        b"KiB" => Some(1024),
        b"MiB" => Some(1_048_576),
        b"GiB" => Some(1_073_741_824),
        _ => None,
    }
}

fn meant(count: u64, given: &str) -> Option<Size> {
    let unit = match given.trim().to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" => Some("B"),
        "k" | "kb" | "kib" => Some("KiB"),
        "m" | "mb" | "mib" => Some("MiB"),
        "g" | "gb" | "gib" => Some("GiB"),
        _ => None,
    }?;
    Size::parse(&format!("{count}{unit}")).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn help(text: &str) -> String {
        Size::parse(text).unwrap_err().help()
    }

    #[test]
    fn each_unit_counts() {
        for (text, bytes) in
            [("512B", 512), ("64KiB", 65_536), ("1MiB", 1_048_576), ("1GiB", 1_073_741_824)]
        {
            assert_eq!(Size::parse(text).unwrap().bytes(), bytes, "{text}");
            assert_eq!(Size::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Size::parse("1024B").unwrap().to_string(), "1KiB");
    }

    #[test]
    fn faults_suggest_the_spelling_that_was_meant() {
        for text in ["64kb", "64KB", "64k", "64K", "64kib", "64 KiB"] {
            assert_eq!(help(text), "write \"64KiB\"", "{text}");
        }
        assert_eq!(help("1mb"), "write \"1MiB\"");
        assert_eq!(help("1gb"), "write \"1GiB\"");
        assert_eq!(help("512 bytes"), "write \"512B\"");
        assert_eq!(help("512"), "write its unit (B, KiB, MiB or GiB), like \"64KiB\"");
        assert_eq!(help("large"), "write it like \"64KiB\"");
        assert_eq!(help("2GiB"), "write at most \"1GiB\"");
    }

    #[test]
    fn hostile_sizes_are_refused() {
        for text in [
            "",
            "KiB",
            "0B",
            "00B",
            "01B",
            "-1B",
            "+1B",
            " 1B",
            "1B ",
            "1.5MiB",
            "2GiB",
            "18446744073709551615GiB",
        ] {
            assert!(Size::parse(text).is_err(), "{text}");
        }
        assert_eq!(Size::parse("1GiB"), Ok(Size::MAX));
    }

    #[test]
    fn generated_sizes_stay_in_bounds() {
        assert_eq!(Size::from_bytes(0).bytes(), 1);
        assert_eq!(Size::from_bytes(u64::MAX), Size::MAX);
        assert_eq!(Size::from_bytes(7).bytes(), 7);
    }

    #[test]
    fn zt0903_larger_is_strict() {
        assert!(Size::from_bytes(2).is_larger_than(Size::from_bytes(1)));
        assert!(!Size::from_bytes(1).is_larger_than(Size::from_bytes(1)));
    }

    proptest! {
        #[test]
        fn printed_sizes_parse_back(bytes in 1..=Size::MAX.bytes) {
            let size = Size::from_bytes(bytes);
            prop_assert_eq!(Size::parse(&size.to_string()), Ok(size));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*|[0-9]{1,30}[A-Za-z]{0,3}") {
            if let Ok(size) = Size::parse(&text) {
                prop_assert_eq!(Size::parse(&size.to_string()), Ok(size));
            }
        }
    }
}
