//! Authentication context class references: `"urn:acr:mfa"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;

/// The most characters of a value.
pub const MAX_LENGTH: usize = 255;

/// Checks an `acr` value (OpenID Connect Core 1.0 §2): 1 to [`MAX_LENGTH`] visible ASCII characters, and gives it back.
///
/// No space, because `acr_values` lists several with spaces between them, no `"` and no `\`, because that list stands in a
/// quoted string (RFC 9470 §3).
///
/// # Errors
/// An [`AcrValueFault`].
pub fn parse(text: &str) -> Result<&str, AcrValueFault> {
    if text.is_empty() {
        return Err(AcrValueFault::Empty);
    }
    if let Some(character) = text.chars().find(|&c| !is_allowed(c)) {
        let is_space = character.is_whitespace();
        return Err(if is_space {
            AcrValueFault::Space
        } else {
            AcrValueFault::Character(character)
        });
    }
    if text.len() > MAX_LENGTH {
        return Err(AcrValueFault::TooLong { length: text.len() });
    }
    Ok(text)
}

/// Why a value was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcrValueFault {
    /// No value.
    Empty,
    /// White space anywhere: challenges separate values by it.
    Space,
    /// A character outside the allowed ones.
    Character(char),
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl fmt::Display for AcrValueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "an `acr` value is empty"),
            Self::Space => write!(f, "an `acr` value has white space"),
            Self::Character(character) => {
                write!(f, "an `acr` value has {}", character.escape_debug())
            }
            Self::TooLong { length } => {
                write!(f, "an `acr` value of {length} characters is over {MAX_LENGTH}")
            }
        }
    }
}

impl core::error::Error for AcrValueFault {}

impl Fault for AcrValueFault {
    fn help(&self) -> String {
        match self {
            Self::Space => "declare one type for each value, like \"urn:acr:mfa\"".to_string(),
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            _ => "write the value as the tokens have it, like \"urn:acr:mfa\"".to_string(),
        }
    }
}

const fn is_allowed(character: char) -> bool {
    matches!(character, '!' | '#'..='[' | ']'..='~')
}

#[cfg(test)]
mod tests {
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
        assert_eq!(parse(&"x".repeat(256)), Err(AcrValueFault::TooLong { length: 256 }));
        assert_eq!(parse(""), Err(AcrValueFault::Empty));
        for text in [" ", "a b", "a\t", "a\u{a0}b", "\n"] {
            assert_eq!(parse(text), Err(AcrValueFault::Space), "{text:?}");
        }
        for text in ["a\"b", "a\\b", "\0", "é", "a\u{200b}", "a\u{7f}"] {
            assert!(matches!(parse(text), Err(AcrValueFault::Character(_))), "{text:?}");
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        assert_eq!(AcrValueFault::Character('\u{1b}').to_string(), "an `acr` value has \\u{1b}");
    }
}
