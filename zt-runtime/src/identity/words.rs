//! What an issuer calls things, in the service's own words.
//!
//! Issuers have names of their own for the strength of a login, the state of a device, a role. A service names each once, as a
//! type, and says for each issuer what that one calls it.

use std::sync::Arc;

/// The words of one issuer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    /// Ways to log in (`acr`).
    pub(crate) acr: Translation,
    /// States of a device.
    pub(crate) device: Translation,
    /// Roles.
    pub(crate) role: Translation,
}

/// Pairs of our word and one of theirs. Without any, both have the same words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Translation(Option<Arc<[Pair]>>);

/// Our word, and theirs.
pub(crate) type Pair = (Box<str>, Box<str>);

impl Translation {
    /// From pairs of our word and theirs; `Err` with a word of theirs that would mean two of ours.
    pub(crate) fn new(pairs: Vec<Pair>) -> Result<Self, Box<str>> {
        let is_twice = |(index, (_, theirs)): (usize, &Pair)| {
            let mut before = pairs.iter().take(index);
            before.any(|(_, other)| other == theirs).then(|| theirs.clone())
        };
        match pairs.iter().enumerate().find_map(is_twice) {
            Some(theirs) => Err(theirs),
            None => Ok(Self(Some(pairs.into()))),
        }
    }

    /// Our word for theirs. One that stands in no pair is no word of ours, whatever it looks like.
    pub(crate) fn ours<'w>(&'w self, theirs: &'w str) -> Option<&'w str> {
        let Some(pairs) = &self.0 else { return Some(theirs) };
        let (ours, _) = pairs.iter().find(|(_, other)| **other == *theirs)?;
        Some(ours)
    }

    /// Their words for ours, in the order of the configuration.
    pub(crate) fn theirs<'w>(&'w self, ours: &'w str) -> Vec<&'w str> {
        let Some(pairs) = &self.0 else { return vec![ours] };
        pairs.iter().filter(|(own, _)| **own == *ours).map(|(_, theirs)| &**theirs).collect()
    }

    /// Every word of ours that is translated.
    pub(crate) fn translated(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|pairs| pairs.iter()).map(|(ours, _)| &**ours)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn translation(pairs: &[(&str, &str)]) -> Result<Translation, Box<str>> {
        Translation::new(
            pairs.iter().map(|(ours, theirs)| ((*ours).into(), (*theirs).into())).collect(),
        )
    }

    #[test]
    fn s10_without_pairs_both_have_the_same_words() {
        let same = Translation::default();
        assert_eq!(same.ours("mfa"), Some("mfa"));
        assert_eq!(same.theirs("mfa"), ["mfa"]);
    }

    #[test]
    fn s10_with_pairs_only_those_count_and_whole() {
        let words = translation(&[("urn:mfa", "phr"), ("urn:mfa", "2"), ("urn:pwd", "1")]).unwrap();
        assert_eq!(
            (words.ours("phr"), words.ours("2"), words.ours("1")),
            (Some("urn:mfa"), Some("urn:mfa"), Some("urn:pwd"))
        );
        for theirs in ["urn:mfa", "ph", "phr ", "PHR", "", "21"] {
            assert_eq!(words.ours(theirs), None, "{theirs}");
        }
        assert_eq!(words.theirs("urn:mfa"), ["phr", "2"]);
        assert!(words.theirs("urn:other").is_empty());
        assert!(translation(&[]).unwrap().ours("phr").is_none());
    }

    #[test]
    fn s10_a_word_of_theirs_means_one_of_ours() {
        assert_eq!(translation(&[("a", "1"), ("b", "1")]).unwrap_err(), "1".into());
    }
}
