//! Names of issuers, as the configuration lists them: `corp` in `[issuers.corp]`.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use super::Fault;

/// The most characters of a name.
pub const MAX_LENGTH: usize = 64;

/// Checks a name: 1 to [`MAX_LENGTH`] small letters, digits and `-`, a letter first; and gives it back.
///
/// The name is ours, so that a rule doesn't change when an issuer's address does. It is also a key of the configuration and
/// a part of a variable's name, where case and other signs get lost.
///
/// # Errors
/// An [`IssuerNameFault`].
pub fn parse(text: &str) -> Result<&str, IssuerNameFault> {
    let Some(first) = text.chars().next() else { return Err(IssuerNameFault::Empty) };
    if let Some(character) = text.chars().find(|&c| !is_allowed(c)) {
        return Err(IssuerNameFault::Character(character));
    }
    if !first.is_ascii_lowercase() {
        return Err(IssuerNameFault::First(first));
    }
    if text.len() > MAX_LENGTH {
        return Err(IssuerNameFault::TooLong { length: text.len() });
    }
    Ok(text)
}

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerNameFault {
    /// No name.
    Empty,
    /// A digit or `-` at the start.
    First(char),
    /// A character outside the allowed ones.
    Character(char),
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl fmt::Display for IssuerNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the name of an issuer is empty"),
            Self::First(character) => {
                write!(f, "the name of an issuer starts with `{character}`")
            }
            Self::Character(character) => {
                write!(f, "the name of an issuer has `{}`", character.escape_debug())
            }
            Self::TooLong { length } => {
                write!(f, "an issuer's name of {length} characters is over {MAX_LENGTH}")
            }
        }
    }
}

impl core::error::Error for IssuerNameFault {}

impl Fault for IssuerNameFault {
    fn help(&self) -> String {
        match self {
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            _ => "write the name as the configuration has it, in small letters, digits and hyphens"
                .to_string(),
        }
    }
}

const fn is_allowed(character: char) -> bool {
    matches!(character, 'a'..='z' | '0'..='9' | '-')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn t04_names_that_a_configuration_can_have_as_keys() {
        for good in ["a", "corp", "corp-2", "a-", "a0-b"] {
            assert_eq!(parse(good), Ok(good));
        }
        assert!(parse(&"x".repeat(MAX_LENGTH)).is_ok());
        assert_eq!(parse(&"x".repeat(65)), Err(IssuerNameFault::TooLong { length: 65 }));
        assert_eq!(parse(""), Err(IssuerNameFault::Empty));
        for text in ["1corp", "-corp", "-", "0"] {
            assert!(matches!(parse(text), Err(IssuerNameFault::First(_))), "{text:?}");
        }
        for text in ["Corp", "a b", "a_b", "a.b", "https://id.example", "é", "a\0", " a", "a\n"] {
            assert!(matches!(parse(text), Err(IssuerNameFault::Character(_))), "{text:?}");
        }
    }

    #[test]
    fn each_fault_leads_to_its_mend() {
        let long = "a".repeat(MAX_LENGTH + 1);
        let spelled =
            "write the name as the configuration has it, in small letters, digits and hyphens";
        for (text, help) in [
            ("", spelled),
            ("2corp", spelled),
            ("Corp", spelled),
            (&long, "write at most 64 characters"),
        ] {
            assert_eq!(parse(text).unwrap_err().help(), help, "{text:?}");
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        let fault = IssuerNameFault::Character('\u{1b}');
        assert_eq!(fault.to_string(), "the name of an issuer has `\\u{1b}`");
    }
}
