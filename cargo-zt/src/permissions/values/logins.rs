//! The ways to log in that count: `urn:acr:mfa or urn:acr:passkey`.

use std::collections::BTreeSet;
use std::fmt;

use zt_core::grammar::acr_value;

use crate::permissions::order::Within;

/// Values of `acr`, any of which counts; never none. More permit more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logins(BTreeSet<String>);

impl Logins {
    /// `None` where every way counts.
    pub(crate) fn of(values: &[String]) -> Option<Self> {
        (!values.is_empty()).then(|| Self(values.iter().cloned().collect()))
    }

    /// Values stand at even places and `or` at odd ones: no value has a space in it, and one may be called `or`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let words: Vec<_> = text.split(' ').collect();
        let well_formed = words.iter().enumerate().all(|(place, word)| match place % 2 {
            0 => acr_value::parse(word).is_ok(),
            _ => *word == "or",
        });
        let values = words.into_iter().step_by(2).map(str::to_owned);
        (well_formed && text.split(' ').count() % 2 == 1).then(|| Self(values.collect()))
    }

    /// In a sentence, what stands in `self` and not in `other`; `None` for nothing.
    pub(crate) fn beyond(&self, other: &Self) -> Option<String> {
        let beyond: Vec<_> = self.0.difference(&other.0).map(|it| format!("`{it}`")).collect();
        (!beyond.is_empty()).then(|| beyond.join(" or "))
    }
}

impl Within for Logins {
    fn within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }
}

impl fmt::Display for Logins {
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
    fn d04_logins_are_read_as_they_are_written() {
        for text in ["urn:acr:mfa", "0", "a or b", "and or or"] {
            assert_eq!(Logins::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "a or", "or or", "a b", "a and b", "a  or b", " a", "a\"", "a or b "] {
            assert_eq!(Logins::parse(text), None, "{text:?}");
        }
        assert_eq!(Logins::of(&[]), None);
    }
}
