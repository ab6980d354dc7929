//! `proof(..)`: which credentials count.

use super::named::{AcrInfo, DeviceInfo, IssuerInfo, within};
use crate::grammar::Span;

/// `proof(max_age = "10m", auth_age = "15m", acr = any(Mfa, Passkey), bound, issuer = Corp, signed, device = Managed)`:
/// which credentials count.
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
    /// The issuers whose credentials count, any of them. With none listed, all that the service trusts do.
    pub issuer: &'static [IssuerInfo],
    /// Whether the request has to be signed by the key that its credential names (RFC 9421).
    pub signed: bool,
    /// The devices from which a call may come, any of them. With none listed, all do.
    pub device: &'static [DeviceInfo],
}

impl ProofRule {
    /// Nothing is asked beyond a valid credential.
    pub const NONE: Self = Self {
        max_age: None,
        auth_age: None,
        acr: &[],
        bound: false,
        issuer: &[],
        signed: false,
        device: &[],
    };

    /// Whether something beside the token decides. Where the call comes from alone is nothing (ASVS 8.4.2): whoever has a
    /// foothold in the network is there too. And a young token is stolen as well.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        self.bound || self.signed || !self.acr.is_empty() || !self.device.is_empty()
    }

    /// Whether nothing is asked. In const, for the checks.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        let Self { max_age, auth_age, acr, bound, issuer, signed, device } = self;
        let lists = acr.is_empty() && issuer.is_empty() && device.is_empty();
        lists && max_age.is_none() && auth_age.is_none() && !*bound && !*signed
    }

    /// This rule inside of another one. Each part that isn't said here is the outer's; what was demanded outside by a word
    /// alone stays demanded.
    #[must_use]
    pub const fn within(self, outer: Self) -> Self {
        Self {
            max_age: own_or(self.max_age, outer.max_age),
            auth_age: own_or(self.auth_age, outer.auth_age),
            acr: within(self.acr, outer.acr),
            bound: self.bound || outer.bound,
            issuer: within(self.issuer, outer.issuer),
            signed: self.signed || outer.signed,
            device: within(self.device, outer.device),
        }
    }
}

/// `Option::or`, in const.
const fn own_or(own: Option<Span>, outer: Option<Span>) -> Option<Span> {
    match own {
        Some(_) => own,
        None => outer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::{CORP, MANAGED, MFA, PARTNER, PASSKEY};

    // S-09, S-10, S-11, T-04: one part of an endpoint's own, all others from around.
    #[test]
    fn s10_each_part_is_inherited_by_itself() {
        let outer = ProofRule {
            max_age: Some(Span::from_millis(1)),
            auth_age: Some(Span::from_millis(2)),
            acr: &[MFA, PASSKEY],
            bound: true,
            issuer: &[CORP, PARTNER],
            signed: true,
            device: &[MANAGED],
        };
        assert!(ProofRule::NONE.is_none() && !outer.is_none());
        assert_eq!(ProofRule::NONE.within(outer), outer);
        assert_eq!(outer.within(ProofRule::NONE), outer);
        let (none, auth_age) = (ProofRule::NONE, Some(Span::from_millis(1)));
        for (own, expected) in [
            (ProofRule { auth_age, ..none }, ProofRule { auth_age, ..outer }),
            (ProofRule { acr: &[MFA], ..none }, ProofRule { acr: &[MFA], ..outer }),
            (ProofRule { issuer: &[CORP], ..none }, ProofRule { issuer: &[CORP], ..outer }),
            (ProofRule { bound: true, signed: true, ..none }, outer),
        ] {
            assert_eq!(own.within(outer), expected);
        }
    }
}
