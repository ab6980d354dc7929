//! Networks by their prefix, as the configuration names them: `10.1.0.0/16`.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv6Net};

/// A prefix that is shorter than this is no network that somebody knows the machines of.
const SHORTEST_V4: u8 = 8;
const SHORTEST_V6: u8 = 7;

/// A network that somebody knows the machines of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Prefix(IpNet);

impl Prefix {
    /// One that is no shorter than a `/8` (IPv6: `/7`), without a bit set behind its length. IPv4 within IPv6 is written as what
    /// it is, since that is how addresses are compared.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let network: IpNet = text.parse().ok()?;
        let shortest = if network.addr().is_ipv4() { SHORTEST_V4 } else { SHORTEST_V6 };
        let good = network.prefix_len() >= shortest && network.network() == network.addr();
        (good && !is_mapped(&network)).then_some(Self(network))
    }

    /// Whether the address is in it, as it is written: an IPv4 address within IPv6 is none (see [`IpAddr::to_canonical`]).
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

impl std::fmt::Display for Prefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Within `::ffff:0:0/96` (RFC 4291 §2.5.5.2).
fn is_mapped(network: &IpNet) -> bool {
    let mapped = Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96);
    matches!(network, IpNet::V6(network) if mapped.contains(network))
}
