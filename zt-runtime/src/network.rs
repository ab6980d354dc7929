//! Networks by their prefix, as the configuration names them: `10.1.0.0/16`.

use std::net::IpAddr;

use ipnet::IpNet;

/// A network that is wider than this is no network that somebody knows the machines of.
const WIDEST_V4: u8 = 8;
const WIDEST_V6: u8 = 7;

/// A network that somebody knows the machines of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network(IpNet);

impl Network {
    /// One that is no wider than a `/8` (IPv6: `/7`), without a bit set behind its length.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let network: IpNet = text.parse().ok()?;
        let widest = if network.addr().is_ipv4() { WIDEST_V4 } else { WIDEST_V6 };
        let good = network.prefix_len() >= widest && network.network() == network.addr();
        good.then_some(Self(network))
    }

    /// Whether the address is in it, as it is written: an IPv4 address within IPv6 is none (see [`IpAddr::to_canonical`]).
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}
