//! What a rule takes any of: `urn:acr:mfa or urn:acr:passkey`.

use std::collections::BTreeSet;
use std::fmt;

use zt_core::grammar::{claim_value, issuer_name};

use crate::permissions::order::Within;

/// Words of one vocabulary, any of which counts; never none. More permit more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnyOf(BTreeSet<String>);

impl AnyOf {
    /// `None` where everything counts.
    pub(crate) fn of(words: &[String]) -> Option<Self> {
        (!words.is_empty()).then(|| Self(words.iter().cloned().collect()))
    }

    /// Values of a claim: ways to log in, devices.
    pub(crate) fn values(text: &str) -> Option<Self> {
        Self::parse(text, |word| claim_value::parse(word).is_ok())
    }

    /// Names that the configuration has as keys: issuers, networks.
    pub(crate) fn names(text: &str) -> Option<Self> {
        Self::parse(text, |word| issuer_name::parse(word).is_ok())
    }

    /// Names of segments, which are spelled so too.
    pub(crate) fn segments(text: &str) -> Option<Self> {
        Self::names(text)
    }

    /// Words stand at even places and `or` at odd ones: none has a space in it, and one may be called `or`.
    fn parse(text: &str, is_word: impl Fn(&str) -> bool) -> Option<Self> {
        let parts: Vec<_> = text.split(' ').collect();
        let well_formed = parts.iter().enumerate().all(|(place, part)| match place % 2 {
            0 => is_word(part),
            _ => *part == "or",
        });
        let words = parts.iter().step_by(2).map(|&word| word.to_owned());
        (well_formed && parts.len() % 2 == 1).then(|| Self(words.collect()))
    }

    /// In a sentence, what stands in `self` and not in `other`; `None` for nothing.
    pub(crate) fn beyond(&self, other: &Self) -> Option<String> {
        let beyond: Vec<_> = self.0.difference(&other.0).map(|it| format!("`{it}`")).collect();
        (!beyond.is_empty()).then(|| beyond.join(" or "))
    }
}

impl Within for AnyOf {
    fn within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }
}

impl fmt::Display for AnyOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<_> = self.0.iter().map(String::as_str).collect();
        f.write_str(&values.join(" or "))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn d04_lists_are_read_as_they_are_written() {
        for text in ["urn:acr:mfa", "0", "a or b", "and or or"] {
            assert_eq!(AnyOf::values(text).unwrap().to_string(), text);
        }
        for text in ["", "a or", "or or", "a b", "a and b", "a  or b", " a", "a\"", "a or b "] {
            assert_eq!(AnyOf::values(text), None, "{text:?}");
            assert_eq!(AnyOf::names(text), None, "{text:?}");
        }
        assert_eq!(AnyOf::names("corp or or").unwrap().to_string(), "corp or or");
        assert_eq!(AnyOf::names("https://id.example"), None);
        assert_eq!(AnyOf::of(&[]), None);
    }
}
