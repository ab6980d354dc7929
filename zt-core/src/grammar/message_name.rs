//! Names of messages, as clients say them: `"orders.cancel"`.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use super::Fault;

/// The most characters of a message's name.
pub const MAX_LENGTH: usize = 64;

/// What JSON-RPC 2.0 §4 keeps for itself.
const RESERVED: &str = "rpc.";

/// Checks a message's name: 1 to [`MAX_LENGTH`] characters of `a-z 0-9 . _ -`, letters or digits at both ends, and not
/// one that JSON-RPC reserves (`rpc.`, 2.0 §4); gives the name back.
///
/// # Errors
/// A [`MessageNameFault`].
pub fn parse(text: &str) -> Result<&str, MessageNameFault> {
    if text.is_empty() {
        return Err(MessageNameFault::Empty);
    }
    if let Some(character) = text.chars().find(|&c| !is_allowed(c)) {
        return Err(MessageNameFault::Character(character));
    }
    if text.len() > MAX_LENGTH {
        return Err(MessageNameFault::TooLong { length: text.len() });
    }
    let ends = [text.chars().next(), text.chars().last()];
    if let Some(edge) = ends.into_iter().flatten().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(MessageNameFault::Edge(edge));
    }
    if text.starts_with(RESERVED) {
        return Err(MessageNameFault::Reserved);
    }
    Ok(text)
}

/// Why a message's name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageNameFault {
    /// No name.
    Empty,
    /// A character outside the allowed ones.
    Character(char),
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A `.`, `_` or `-` at the start or the end.
    Edge(char),
    /// One of JSON-RPC's own.
    Reserved,
}

impl fmt::Display for MessageNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the name of a message is empty"),
            Self::Character(character) => {
                write!(f, "the name of a message has `{}`", character.escape_debug())
            }
            Self::TooLong { length } => {
                write!(f, "a message's name of {length} characters is over {MAX_LENGTH}")
            }
            Self::Edge(edge) => {
                write!(f, "the name of a message starts or ends with `{edge}`")
            }
            Self::Reserved => {
                write!(f, "names that start with `{RESERVED}` are JSON-RPC's own")
            }
        }
    }
}

impl core::error::Error for MessageNameFault {}

impl Fault for MessageNameFault {
    fn help(&self) -> String {
        match self {
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            Self::Reserved => "write another name, like \"orders.cancel\"".to_string(),
            Self::Empty | Self::Character(_) | Self::Edge(_) => {
                "write small letters, digits and `.` `_` `-` between them, like \"orders.cancel\""
                    .to_string()
            }
        }
    }
}

const fn is_allowed(character: char) -> bool {
    // Two names that differ in case alone would be one to whoever reads them.
    character.is_ascii_lowercase()
        || character.is_ascii_digit()
        || matches!(character, '.' | '_' | '-')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn b12_names_of_messages() {
        for good in ["a", "cancel", "orders.cancel", "a-b_c.2", "2nd", "rpc", "rpcs.x"] {
            assert_eq!(parse(good), Ok(good));
        }
        assert!(parse(&"x".repeat(MAX_LENGTH)).is_ok());
    }

    #[test]
    fn zt1012_each_fault_says_what_is_wrong_and_what_to_write() {
        let long = "x".repeat(MAX_LENGTH + 1);
        for (text, what, help) in [
            ("", "the name of a message is empty", "write small letters, digits"),
            ("Cancel", "the name of a message has `C`", "write small letters, digits"),
            ("a b", "the name of a message has ` `", "write small letters, digits"),
            ("a/b", "the name of a message has `/`", "write small letters, digits"),
            ("a#b", "the name of a message has `#`", "write small letters, digits"),
            ("é", "the name of a message has `é`", "write small letters, digits"),
            (".a", "the name of a message starts or ends with `.`", "write small letters, digits"),
            ("a-", "the name of a message starts or ends with `-`", "write small letters, digits"),
            ("rpc.on", "names that start with `rpc.` are JSON-RPC's own", "write another name"),
            (&long, "a message's name of 65 characters is over 64", "write at most 64"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.to_string(), what);
            assert!(fault.help().starts_with(help), "{}", fault.help());
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        let fault = MessageNameFault::Character('\u{1b}');
        assert_eq!(fault.to_string(), "the name of a message has `\\u{1b}`");
    }
}
