//! `proof(..)`: which credentials count.

use crate::grammar::Span;

/// A way to log in, as `derive(Acr)` declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcrInfo {
    /// The value in a token's `acr` (OpenID Connect Core 1.0 §2).
    pub name: &'static str,
    /// Its doc comment: what it stands for.
    pub reason: &'static str,
}

/// `proof(max_age = "10m", auth_age = "15m", acr = any(Mfa, Passkey), bound)`: which credentials count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofRule {
    /// How long ago the credential may have been issued.
    pub max_age: Option<Span>,
    /// How long ago its holder may have logged in.
    pub auth_age: Option<Span>,
    /// The ways to log in that count, any of them. With none listed, all do.
    pub acr: &'static [AcrInfo],
    /// Whether the credential has to be bound to a key that the caller proves to hold.
    pub bound: bool,
}

impl ProofRule {
    /// Nothing is asked beyond a valid credential.
    pub const NONE: Self = Self { max_age: None, auth_age: None, acr: &[], bound: false };

    /// This rule inside of another one. Each part that isn't said here is the outer's; what was bound outside stays bound.
    #[must_use]
    pub fn within(self, outer: Self) -> Self {
        Self {
            max_age: self.max_age.or(outer.max_age),
            auth_age: self.auth_age.or(outer.auth_age),
            acr: if self.acr.is_empty() { outer.acr } else { self.acr },
            bound: self.bound || outer.bound,
        }
    }

    /// The first of these ways to log in that `outer` doesn't take. In const, for the checks.
    pub(super) const fn acr_beyond(self, outer: Self) -> Option<AcrInfo> {
        if outer.acr.is_empty() {
            return None;
        }
        let mut own = self.acr;
        while let [first, rest @ ..] = own {
            if !lists(outer.acr, first.name) {
                return Some(*first);
            }
            own = rest;
        }
        None
    }
}

const fn lists(values: &[AcrInfo], name: &str) -> bool {
    let mut values = values;
    while let [first, rest @ ..] = values {
        if is_same(first.name.as_bytes(), name.as_bytes()) {
            return true;
        }
        values = rest;
    }
    false
}

/// Byte by byte: `acr` values are case sensitive (OpenID Connect Core 1.0 §2).
const fn is_same(left: &[u8], right: &[u8]) -> bool {
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

    const fn acr(acr: &'static [AcrInfo]) -> ProofRule {
        ProofRule { acr, ..ProofRule::NONE }
    }

    #[test]
    fn s10_each_part_is_inherited_by_itself() {
        let outer = ProofRule {
            max_age: Some(Span::from_millis(1)),
            auth_age: Some(Span::from_millis(2)),
            acr: &[MFA, PASSKEY],
            bound: true,
        };
        assert_eq!(ProofRule::NONE.within(outer), outer);
        assert_eq!(outer.within(ProofRule::NONE), outer);
        let auth_age = Some(Span::from_millis(1));
        assert_eq!(
            ProofRule { auth_age, ..ProofRule::NONE }.within(outer),
            ProofRule { auth_age, ..outer }
        );
        assert_eq!(acr(&[MFA]).within(outer), ProofRule { acr: &[MFA], ..outer });
    }

    #[test]
    fn s10_what_goes_beyond_is_found_by_its_whole_name() {
        let beyond = |own, outer| acr(own).acr_beyond(acr(outer)).map(|it| it.name);
        assert_eq!(beyond(&[MFA, PASSKEY], &[MFA]), Some("urn:acr:passkey"));
        assert_eq!(beyond(&[MFA], &[PASSKEY, MFA]), None);
        assert_eq!(beyond(&[], &[MFA]), None);
        assert_eq!(beyond(&[MFA], &[]), None);
        for name in ["urn:acr:mf", "urn:acr:mfaa", "URN:acr:mfa", ""] {
            let other = crate::contract::fixtures::leak([AcrInfo { name, ..MFA }]);
            assert_eq!(beyond(other, &[MFA]), Some(name));
        }
    }
}
