//! Names of networks, as the configuration lists them: `office` in `[networks]`.

use alloc::string::String;
use core::fmt;

use super::{Fault, IssuerNameFault, issuer_name};

/// Checks a name, which is spelled as an issuer's is ([`issuer_name::parse`]), and gives it back.
///
/// # Errors
/// A [`NetworkNameFault`].
pub fn parse(text: &str) -> Result<&str, NetworkNameFault> {
    issuer_name::parse(text).map_err(NetworkNameFault)
}

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkNameFault(IssuerNameFault);

impl fmt::Display for NetworkNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IssuerNameFault::Empty => write!(f, "the name of a network is empty"),
            IssuerNameFault::First(character) => {
                write!(f, "the name of a network starts with `{character}`")
            }
            IssuerNameFault::Character(character) => {
                write!(f, "the name of a network has `{}`", character.escape_debug())
            }
            IssuerNameFault::TooLong { length } => {
                let most = issuer_name::MAX_LENGTH;
                write!(f, "a network's name of {length} characters is over {most}")
            }
        }
    }
}

impl core::error::Error for NetworkNameFault {}

impl Fault for NetworkNameFault {
    fn help(&self) -> String {
        self.0.help()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use alloc::string::ToString as _;

    #[test]
    fn g05_names_that_a_configuration_can_have_as_keys() {
        for good in ["a", "office", "head-office", "office2"] {
            assert_eq!(parse(good), Ok(good));
        }
        for text in ["Office", "1a", "a_b", "a b", "10.0.0.0/8", "\u{e9}", "a=b", "a,b"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn each_fault_says_what_is_wrong_and_what_to_write() {
        for (text, what, help) in [
            ("", "the name of a network is empty", "write the name as"),
            ("-a", "the name of a network starts with `-`", "write the name as"),
            ("a\u{1b}", "the name of a network has `\\u{1b}`", "write the name as"),
            (&"x".repeat(65), "a network's name of 65 characters is over 64", "write at most 64"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.to_string(), what);
            assert!(fault.help().starts_with(help), "{}", fault.help());
        }
    }
}
