//! Values that a rule looks for in one claim of a token: ways to log in (`"urn:acr:mfa"`), devices (`"managed"`).

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use super::Fault;

/// The most characters of a value.
pub const MAX_LENGTH: usize = 255;

/// Checks a value: 1 to [`MAX_LENGTH`] visible ASCII characters, and gives it back.
///
/// No space, because challenges and locks list several with spaces between them (`acr_values`), no `"` and no `\`, because
/// such a list stands in a quoted string (RFC 9470 §3).
///
/// # Errors
/// A [`ClaimValueFault`].
pub fn parse(text: &str) -> Result<&str, ClaimValueFault> {
    if text.is_empty() {
        return Err(ClaimValueFault::Empty);
    }
    if let Some(character) = text.chars().find(|&c| !is_allowed(c)) {
        let is_space = character.is_whitespace();
        return Err(if is_space {
            ClaimValueFault::Space
        } else {
            ClaimValueFault::Character(character)
        });
    }
    if text.len() > MAX_LENGTH {
        return Err(ClaimValueFault::TooLong { length: text.len() });
    }
    Ok(text)
}

/// Why a value was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimValueFault {
    /// No value.
    Empty,
    /// White space anywhere: lists of values are separated by it.
    Space,
    /// A character outside the allowed ones.
    Character(char),
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl fmt::Display for ClaimValueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the value is empty"),
            Self::Space => write!(f, "the value has white space"),
            Self::Character(character) => {
                write!(f, "the value has `{}`", character.escape_debug())
            }
            Self::TooLong { length } => {
                write!(f, "the value of {length} characters is over {MAX_LENGTH}")
            }
        }
    }
}

impl core::error::Error for ClaimValueFault {}

impl Fault for ClaimValueFault {
    fn help(&self) -> String {
        match self {
            Self::Space => "declare one type for each value".to_string(),
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            _ => "write the value as the tokens have it".to_string(),
        }
    }
}

const fn is_allowed(character: char) -> bool {
    matches!(character, '!' | '#'..='[' | ']'..='~')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn s10_values_that_a_challenge_can_list() {
        for good in [
            "0",
            "urn:acr:mfa",
            "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
            "c1",
        ] {
            assert_eq!(parse(good), Ok(good));
        }
        assert!(parse(&"x".repeat(MAX_LENGTH)).is_ok());
        assert_eq!(parse(&"x".repeat(256)), Err(ClaimValueFault::TooLong { length: 256 }));
        assert_eq!(parse(""), Err(ClaimValueFault::Empty));
        for text in [" ", "a b", "a\t", "a\u{a0}b", "\n"] {
            assert_eq!(parse(text), Err(ClaimValueFault::Space), "{text:?}");
        }
        for text in ["a\"b", "a\\b", "\0", "é", "a\u{200b}", "a\u{7f}"] {
            assert!(matches!(parse(text), Err(ClaimValueFault::Character(_))), "{text:?}");
        }
    }

    #[test]
    fn each_fault_leads_to_its_mend() {
        let long = "a".repeat(MAX_LENGTH + 1);
        for (text, help) in [
            ("a b", "declare one type for each value"),
            ("", "write the value as the tokens have it"),
            ("a\"b", "write the value as the tokens have it"),
            (&long, "write at most 255 characters"),
        ] {
            assert_eq!(parse(text).unwrap_err().help(), help, "{text:?}");
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        assert_eq!(ClaimValueFault::Character('\u{1b}').to_string(), "the value has `\\u{1b}`");
    }
}
