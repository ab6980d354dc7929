//! Names of scopes: `"orders:read"`.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;

/// The most characters of a scope's name.
pub const MAX_LENGTH: usize = 128;

/// Checks a scope's name: 1 to [`MAX_LENGTH`] characters of `A-Z a-z 0-9 . _ : / -`, a subset of the `scope-token` of
/// RFC 6749 §3.3 that reads the same in every token, header and log, and gives the name back.
///
/// # Errors
/// A [`ScopeNameFault`]; wildcards among them, for a scope that matches others grants what nobody listed.
pub fn parse(text: &str) -> Result<&str, ScopeNameFault> {
    if text.is_empty() {
        return Err(ScopeNameFault::Empty);
    }
    if let Some(character) = text.chars().find(|&c| !is_allowed(c)) {
        return Err(character_fault(character));
    }
    if text.len() > MAX_LENGTH {
        return Err(ScopeNameFault::TooLong { length: text.len() });
    }
    let edge =
        text.chars().next().into_iter().chain(text.chars().last()).find(|c| matches!(c, ':' | '.'));
    match edge {
        Some(edge) => {
            Err(ScopeNameFault::Edge { edge, trimmed: text.trim_matches([':', '.']).to_string() })
        }
        None => Ok(text),
    }
}

/// Why a scope's name was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeNameFault {
    /// No name.
    Empty,
    /// A `*` anywhere.
    Wildcard,
    /// White space anywhere: tokens separate scopes by it.
    Space,
    /// A character outside the allowed ones.
    Character(char),
    /// More than [`MAX_LENGTH`] characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A `:` or `.` at the start or the end.
    Edge {
        /// Which of the two.
        edge: char,
        /// The name without it.
        trimmed: String,
    },
}

impl fmt::Display for ScopeNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a scope's name is empty"),
            Self::Wildcard => write!(f, "a scope's name has a wildcard `*`"),
            Self::Space => write!(f, "a scope's name has white space"),
            Self::Character(character) => {
                write!(f, "a scope's name has {}", character.escape_debug())
            }
            Self::TooLong { length } => {
                write!(f, "a scope's name of {length} characters is over {MAX_LENGTH}")
            }
            Self::Edge { edge, .. } => write!(f, "a scope's name starts or ends with `{edge}`"),
        }
    }
}

impl core::error::Error for ScopeNameFault {}

impl Fault for ScopeNameFault {
    fn help(&self) -> String {
        match self {
            Self::Edge { trimmed, .. } if !trimmed.is_empty() => format!("write \"{trimmed}\""),
            Self::Wildcard => {
                "declare one scope for each thing that callers may do, like \"orders:read\""
                    .to_string()
            }
            Self::Space => {
                "declare one scope for each, like \"orders:read\", or join the words with a hyphen"
                    .to_string()
            }
            Self::TooLong { .. } => format!("write at most {MAX_LENGTH} characters"),
            _ => "write letters, digits and `.` `_` `:` `/` `-`, like \"orders:read\"".to_string(),
        }
    }
}

const fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | ':' | '/' | '-')
}

fn character_fault(character: char) -> ScopeNameFault {
    match character {
        '*' => ScopeNameFault::Wildcard,
        c if c.is_whitespace() => ScopeNameFault::Space,
        c => ScopeNameFault::Character(c),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn b04_names_of_one_vocabulary() {
        for good in [
            "a",
            "orders:read",
            "https://api.example/orders.read",
            "Mail.Send",
            "a_b-c",
            "/x",
            "-",
            "a::b",
        ] {
            assert_eq!(parse(good), Ok(good));
        }
        assert!(parse(&"x".repeat(MAX_LENGTH)).is_ok());
    }

    #[test]
    fn b05_wildcards_and_nothing_are_refused() {
        assert_eq!(parse(""), Err(ScopeNameFault::Empty));
        for text in ["*", "orders:*", "*:read", "or*ders"] {
            assert_eq!(parse(text), Err(ScopeNameFault::Wildcard), "{text}");
        }
    }

    #[test]
    fn t16_names_hold_no_separator() {
        for text in [" ", "a b", "a\tb", " a", "a\n", "a\u{a0}b", "a\u{2003}b"] {
            assert_eq!(parse(text), Err(ScopeNameFault::Space), "{text:?}");
        }
        for text in ["a,b", "a\"b", "a\\b", "a\0", "é", "а", "a;b", "a\u{200b}"] {
            assert!(matches!(parse(text), Err(ScopeNameFault::Character(_))), "{text:?}");
        }
    }

    #[test]
    fn edges_are_letters() {
        for text in [":read", "orders:", ".a", "a."] {
            assert!(matches!(parse(text), Err(ScopeNameFault::Edge { .. })), "{text}");
        }
        assert_eq!(parse("orders:").unwrap_err().help(), "write \"orders\"");
        assert!(parse(":").unwrap_err().help().contains("orders:read"));
        assert_eq!(parse(&"x".repeat(129)), Err(ScopeNameFault::TooLong { length: 129 }));
    }

    #[test]
    fn each_fault_leads_to_its_mend() {
        let long = "a".repeat(MAX_LENGTH + 1);
        let spelled = "write letters, digits and `.` `_` `:` `/` `-`, like \"orders:read\"";
        for (text, help) in [
            ("", spelled),
            ("a,b", spelled),
            ("orders.", "write \"orders\""),
            ("*", "declare one scope for each thing that callers may do, like \"orders:read\""),
            (
                "read orders",
                "declare one scope for each, like \"orders:read\", or join the words with a hyphen",
            ),
            (&long, "write at most 128 characters"),
        ] {
            assert_eq!(parse(text).unwrap_err().help(), help, "{text:?}");
        }
    }

    #[test]
    fn x25_messages_escape_what_they_show() {
        assert_eq!(parse("a\u{1b}").unwrap_err().to_string(), "a scope's name has \\u{1b}");
        assert_eq!(parse("a\u{202e}").unwrap_err().to_string(), "a scope's name has \\u{202e}");
    }

    proptest! {
        #[test]
        fn accepted_names_are_scope_tokens_of_rfc_6749(text in ".*|[A-Za-z0-9._:/-]{0,140}") {
            if let Ok(name) = parse(&text) {
                prop_assert!(!name.is_empty() && name.len() <= MAX_LENGTH);
                prop_assert!(name.bytes().all(|b| b == 0x21 || (0x23..=0x5b).contains(&b) || (0x5d..=0x7e).contains(&b)));
            }
        }
    }
}
