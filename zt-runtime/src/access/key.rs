//! Whose requests are counted together.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use zt_core::contract::RateBy;

use crate::identity::{Client, Identity, Subject, Tenant};
use crate::ledger::digest;
use crate::shared::Id;

/// Whose requests are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// One subject.
    Subject(Subject),
    /// One client of one issuer, whoever uses it.
    Client(Arc<str>, Client),
    /// One organisation.
    Tenant(Tenant),
    /// One address; of IPv6 the first 64 bits, which one subscriber has to himself.
    Ip(IpAddr),
    /// The /48 that an address is in.
    Network(Ipv6Addr),
}

impl Key {
    /// The key of a request. A caller whose token names no client or tenant is counted by subject, one without a
    /// token by address: nothing goes uncounted.
    pub(crate) fn of(by: RateBy, identity: Option<&Identity>, peer: IpAddr) -> Self {
        let Some(identity) = identity else { return Self::ip(peer) };
        match by {
            RateBy::Ip => Some(Self::ip(peer)),
            RateBy::Tenant => identity.tenant().cloned().map(Self::Tenant),
            RateBy::Client => identity
                .client()
                .map(|client| Self::Client(identity.subject().issuer_shared(), client.clone())),
            RateBy::Subject => None,
        }
        .unwrap_or_else(|| Self::Subject(identity.subject().clone()))
    }

    /// The key of an address.
    pub(crate) fn ip(peer: IpAddr) -> Self {
        Self::Ip(match peer.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            v4 @ IpAddr::V4(_) => v4,
        })
    }

    /// Whose requests are counted besides: of an address of IPv6 the first 48 bits, which one site has to itself.
    pub(super) fn wider(&self) -> Option<Self> {
        match self {
            Self::Ip(IpAddr::V6(address)) => {
                Some(Self::Network(Ipv6Addr::from_bits(address.to_bits() >> 80 << 80)))
            }
            _ => None,
        }
    }

    /// What it is called in the limit of this name, where instances count together.
    pub(super) fn id(&self, limit: &str) -> Id {
        let of = |kind: &str, one: &str, other: &str| {
            digest(&[limit.as_bytes(), kind.as_bytes(), one.as_bytes(), other.as_bytes()])
        };
        match self {
            Self::Subject(subject) => of("subject", &subject.to_string(), ""),
            Self::Client(issuer, client) => of("client", issuer, &client.to_string()),
            Self::Tenant(tenant) => of("tenant", &tenant.to_string(), ""),
            Self::Ip(address) => of("ip", &address.to_string(), ""),
            Self::Network(address) => of("network", &address.to_string(), ""),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn g03_addresses_are_counted_by_subscriber() {
        let ip = |text: &str| Key::ip(text.parse().unwrap());
        assert_eq!(ip("2001:db8:1:2::1"), ip("2001:db8:1:2:ffff::9"));
        assert_ne!(ip("2001:db8:1:2::1"), ip("2001:db8:1:3::1"));
        assert_eq!(ip("::ffff:192.0.2.1"), ip("192.0.2.1"));
        assert_ne!(ip("192.0.2.1"), ip("192.0.2.2"));
    }
}
