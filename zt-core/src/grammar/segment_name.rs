//! Names of segments, as the configuration lists them: `admin` in `[segments.admin]`.

use alloc::string::{String, ToString as _};
use core::fmt;

use super::{Fault, IssuerNameFault, issuer_name};

/// The name of what belongs to no other segment.
pub const MAIN: &str = "main";

/// Checks a name, which is spelled as an issuer's is ([`issuer_name::parse`]), and gives it back. [`MAIN`] is taken.
///
/// # Errors
/// A [`SegmentNameFault`].
pub fn parse(text: &str) -> Result<&str, SegmentNameFault> {
    match issuer_name::parse(text) {
        Ok(MAIN) => Err(SegmentNameFault::Main),
        Ok(name) => Ok(name),
        Err(fault) => Err(SegmentNameFault::Spelling(fault)),
    }
}

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentNameFault {
    /// The name of the segment that is there already.
    Main,
    /// No name that a configuration can have as a key.
    Spelling(IssuerNameFault),
}

impl fmt::Display for SegmentNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Main => write!(f, "`{MAIN}` is the segment that is there already"),
            Self::Spelling(IssuerNameFault::Empty) => write!(f, "the name of a segment is empty"),
            Self::Spelling(IssuerNameFault::First(character)) => {
                write!(f, "the name of a segment starts with `{character}`")
            }
            Self::Spelling(IssuerNameFault::Character(character)) => {
                write!(f, "the name of a segment has `{}`", character.escape_debug())
            }
            Self::Spelling(IssuerNameFault::TooLong { length }) => {
                let most = issuer_name::MAX_LENGTH;
                write!(f, "a segment's name of {length} characters is over {most}")
            }
        }
    }
}

impl core::error::Error for SegmentNameFault {}

impl Fault for SegmentNameFault {
    fn help(&self) -> String {
        match self {
            Self::Main => "write another name".to_string(),
            Self::Spelling(fault) => fault.help(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o6_names_that_a_configuration_can_have_as_keys() {
        for good in ["a", "admin", "back-office", "main2", "mains"] {
            assert_eq!(parse(good), Ok(good));
        }
        for text in ["", "Admin", "1a", "a_b", "a b", "é", &"x".repeat(65)] {
            assert!(matches!(parse(text), Err(SegmentNameFault::Spelling(_))), "{text:?}");
        }
        assert_eq!(parse("main"), Err(SegmentNameFault::Main));
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        let fault = SegmentNameFault::Spelling(IssuerNameFault::Character('\u{1b}'));
        assert_eq!(fault.to_string(), "the name of a segment has `\\u{1b}`");
    }

    #[test]
    fn each_fault_says_what_is_wrong_and_what_to_write() {
        for (text, what, help) in [
            ("main", "`main` is the segment that is there already", "write another name"),
            ("", "the name of a segment is empty", "write the name as"),
            ("-a", "the name of a segment starts with `-`", "write the name as"),
            (&"x".repeat(65), "a segment's name of 65 characters is over 64", "write at most 64"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.to_string(), what);
            assert!(fault.help().starts_with(help), "{}", fault.help());
        }
    }
}
