//! Words of closed vocabularies: what a rule may look for in a credential, and where its caller may be.

use core::marker::PhantomData;

/// A word of the vocabulary `V`. Two vocabularies are two types, so that a list of devices is never taken for one of issuers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<V> {
    /// What credentials say. Compared whole, byte by byte.
    pub name: &'static str,
    /// Its doc comment: what it stands for.
    pub reason: &'static str,
    vocabulary: PhantomData<V>,
}

/// A way to log in, as `derive(Acr)` declared it: the value in a token's `acr` (OpenID Connect Core 1.0 §2).
pub type AcrInfo = Named<Acr>;

/// An issuer, as `derive(Issuer)` declared it: its name in the service's configuration.
pub type IssuerInfo = Named<Issuer>;

/// A kind of device, as `derive(Device)` declared it: the value of a token's device claim.
pub type DeviceInfo = Named<Device>;

/// A network, as `derive(Network)` declared it: its name in the service's configuration, which says where it is.
pub type NetworkInfo = Named<Network>;

/// The vocabulary of [`AcrInfo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acr {}

/// The vocabulary of [`IssuerInfo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {}

/// The vocabulary of [`DeviceInfo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {}

/// The vocabulary of [`NetworkInfo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {}

impl<V> Named<V> {
    /// The word `name`, which stands for `reason`.
    #[must_use]
    pub const fn new(name: &'static str, reason: &'static str) -> Self {
        Self { name, reason, vocabulary: PhantomData }
    }
}

/// The list inside of another one: its own, or, where it says nothing, the outer.
pub(super) const fn within<V>(
    own: &'static [Named<V>],
    outer: &'static [Named<V>],
) -> &'static [Named<V>] {
    if own.is_empty() { outer } else { own }
}

/// The first name in `own` that isn't in `outer`. An `outer` without any takes all. In const, for the checks.
pub(super) const fn beyond<V>(own: &[Named<V>], outer: &[Named<V>]) -> Option<&'static str> {
    if outer.is_empty() {
        return None;
    }
    let mut own = own;
    while let [first, rest @ ..] = own {
        if !lists(outer, first.name) {
            return Some(first.name);
        }
        own = rest;
    }
    None
}

const fn lists<V>(words: &[Named<V>], name: &str) -> bool {
    let mut words = words;
    while let [first, rest @ ..] = words {
        if is_same(first.name.as_bytes(), name.as_bytes()) {
            return true;
        }
        words = rest;
    }
    false
}

/// Byte by byte: `acr` values are case sensitive (OpenID Connect Core 1.0 §2), and so is whatever else a claim holds.
pub(super) const fn is_same(left: &[u8], right: &[u8]) -> bool {
    let (mut left, mut right) = (left, right);
    while let ([one, ones @ ..], [other, others @ ..]) = (left, right) {
        if *one != *other {
            return false;
        }
        (left, right) = (ones, others);
    }
    left.is_empty() && right.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::{MFA, PASSKEY};

    #[test]
    fn s10_what_goes_beyond_is_found_by_its_whole_name() {
        assert_eq!(beyond(&[MFA, PASSKEY], &[MFA]), Some("urn:acr:passkey"));
        assert_eq!(beyond(&[MFA], &[PASSKEY, MFA]), None);
        assert_eq!(beyond(&[], &[MFA]), None);
        assert_eq!(beyond(&[MFA], &[]), None);
        for name in ["urn:acr:mf", "urn:acr:mfaa", "URN:acr:mfa", ""] {
            assert_eq!(beyond(&[AcrInfo::new(name, "")], &[MFA]), Some(name));
        }
    }
}
