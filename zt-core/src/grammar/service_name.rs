//! Names of services that are called onward: `"payments"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;

/// The most characters of a name.
pub const MAX_LENGTH: usize = 32;

/// Checks the name of a service, and gives it back: a lower-case letter, then lower-case letters and digits.
///
/// It is the key of a table in the configuration, and a part of the names of variables, `ZT_ONWARD_PAYMENTS_URL`, where
/// anything else would have two readings.
///
/// # Errors
/// A [`ServiceNameFault`].
pub fn parse(text: &str) -> Result<&str, ServiceNameFault> {
    if text.is_empty() {
        return Err(ServiceNameFault::Empty);
    }
    if let Some(character) = text.chars().find(|&c| !is_allowed(c)) {
        return Err(ServiceNameFault::Character(character));
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(ServiceNameFault::FirstDigit);
    }
    if text.len() > MAX_LENGTH {
        return Err(ServiceNameFault::TooLong { length: text.len() });
    }
    Ok(text)
}

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceNameFault {
    /// No name.
    Empty,
    /// A character that is neither a lower-case letter nor a digit.
    Character(char),
    /// A digit comes first.
    FirstDigit,
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl fmt::Display for ServiceNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the name of a service is empty"),
            Self::Character(character) => {
                write!(f, "the name of a service has `{}`", character.escape_debug())
            }
            Self::FirstDigit => write!(f, "the name of a service starts with a digit"),
            Self::TooLong { length } => {
                write!(f, "the name of a service of {length} characters is over {MAX_LENGTH}")
            }
        }
    }
}

impl core::error::Error for ServiceNameFault {}

impl Fault for ServiceNameFault {
    fn help(&self) -> String {
        match self {
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            _ => "write a word of lower-case letters and digits, like \"payments\"".to_string(),
        }
    }
}

const fn is_allowed(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a11_a_name_is_one_word_wherever_it_stands() {
        for good in ["payments", "p", "s3", "orders2go"] {
            assert_eq!(parse(good), Ok(good));
        }
        assert!(parse(&"x".repeat(MAX_LENGTH)).is_ok());
        assert_eq!(parse(&"x".repeat(33)), Err(ServiceNameFault::TooLong { length: 33 }));
        assert_eq!(parse(""), Err(ServiceNameFault::Empty));
        assert_eq!(parse("3s"), Err(ServiceNameFault::FirstDigit));
        for text in ["Payments", "pay_ments", "pay-ments", "pay.ments", "pay ments", "päy", "\n"] {
            assert!(matches!(parse(text), Err(ServiceNameFault::Character(_))), "{text:?}");
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        let said = ServiceNameFault::Character('\u{1b}').to_string();
        assert_eq!(said, "the name of a service has `\\u{1b}`");
    }
}
