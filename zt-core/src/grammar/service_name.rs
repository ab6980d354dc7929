//! Names of services that are called onward: `"payments"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;

/// The most characters of a name.
pub const MAX_LENGTH: usize = 64;

/// Checks the name of a service, and gives it back: a small letter, then small letters, digits and `-`.
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
    if !text.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(ServiceNameFault::First);
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
    /// A character that is no small letter, no digit and no `-`.
    Character(char),
    /// A digit or a `-` comes first.
    First,
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
            Self::First => write!(f, "the name of a service starts with no letter"),
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
            _ => "write small letters, digits and hyphens, like \"payments\"".to_string(),
        }
    }
}

const fn is_allowed(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a11_a_name_is_one_word_wherever_it_stands() {
        for good in ["payments", "p", "s3", "order-desk"] {
            assert_eq!(parse(good), Ok(good));
        }
        assert!(parse(&"x".repeat(MAX_LENGTH)).is_ok());
        assert_eq!(parse(&"x".repeat(65)), Err(ServiceNameFault::TooLong { length: 65 }));
        assert_eq!(parse(""), Err(ServiceNameFault::Empty));
        for text in ["3s", "-s"] {
            assert_eq!(parse(text), Err(ServiceNameFault::First), "{text:?}");
        }
        for text in ["Payments", "pay_ments", "pay.ments", "pay ments", "päy", "\n"] {
            assert!(matches!(parse(text), Err(ServiceNameFault::Character(_))), "{text:?}");
        }
    }

    #[test]
    fn each_fault_leads_to_its_mend() {
        let long = "a".repeat(MAX_LENGTH + 1);
        let spelled = "write small letters, digits and hyphens, like \"payments\"";
        for (text, help) in [
            ("", spelled),
            ("3s", spelled),
            ("pay_ments", spelled),
            (&long, "write at most 64 characters"),
        ] {
            assert_eq!(parse(text).unwrap_err().help(), help, "{text:?}");
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        let said = ServiceNameFault::Character('\u{1b}').to_string();
        assert_eq!(said, "the name of a service has `\\u{1b}`");
    }
}
