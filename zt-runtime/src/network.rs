//! Networks: the closed vocabulary of what `network(..)` may ask for, and where each of them is.

use std::collections::BTreeMap;
use std::net::IpAddr;

use zt_core::contract::NetworkInfo;

use crate::prefix::Prefix;

/// A network that callers may be in, by the name that the configuration gives it. Made by `#[derive(Network)]` alone.
///
/// It is a type, so that a misspelt one is a compile error instead of a network that nobody configured (G-05). Its addresses
/// stand in the configuration, `[networks]`: they differ from place to place, and the rule doesn't.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no network [ZT0302]",
    label = "not a network",
    note = "a rule that names something else would compare a caller's address with nothing",
    note = "help: declare it, with a doc comment: `#[derive(Network)] #[network(\"office\")] pub struct {Self};`",
    note = "help: or, where it is something else, name the network that you mean: `network(Office)`"
)]
pub trait Network: 'static {
    /// The name in the configuration, and what the network is.
    const INFO: NetworkInfo;
}

/// Where each network is, as the configuration says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Networks(BTreeMap<String, Vec<Prefix>>);

impl Networks {
    pub(crate) fn add(&mut self, name: &str, prefix: Prefix) {
        self.0.entry(name.to_owned()).or_default().push(prefix);
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// From where an endpoint may be called: its rule's networks, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Places(Option<Box<[Prefix]>>);

impl Places {
    /// All prefixes of all networks that a rule names. A network without any is nowhere: a rule that asks for one lets nobody in.
    pub(crate) fn of(rule: &[NetworkInfo], networks: &Networks) -> Self {
        let prefixes = || rule.iter().filter_map(|it| networks.0.get(it.name)).flatten().copied();
        Self((!rule.is_empty()).then(|| prefixes().collect()))
    }

    /// Whether a caller may be at this address.
    pub(crate) fn hold(&self, address: IpAddr) -> bool {
        let Some(prefixes) = &self.0 else { return true };
        let address = address.to_canonical();
        prefixes.iter().any(|prefix| prefix.contains(address))
    }

    /// For the rule's digest: nothing where nothing is asked.
    pub(crate) fn text(&self) -> String {
        let Some(prefixes) = &self.0 else { return String::new() };
        prefixes.iter().fold(" from".to_owned(), |text, prefix| text + " " + &prefix.to_string())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const OFFICE: NetworkInfo = NetworkInfo::new("office", "");
    const VPN: NetworkInfo = NetworkInfo::new("vpn", "");

    fn networks() -> Networks {
        let mut networks = Networks::default();
        for (name, prefix) in
            [("office", "10.1.0.0/16"), ("office", "2001:db8:1::/48"), ("vpn", "192.0.2.7/32")]
        {
            networks.add(name, Prefix::parse(prefix).unwrap());
        }
        networks
    }

    fn hold(rule: &[NetworkInfo], address: &str) -> bool {
        Places::of(rule, &networks()).hold(address.parse().unwrap())
    }

    #[test]
    fn g05_an_address_is_in_a_network_or_isn_t() {
        for inside in ["10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "2001:db8:1::7"] {
            assert!(hold(&[OFFICE], inside) && hold(&[VPN, OFFICE], inside), "{inside}");
            assert!(!hold(&[VPN], inside), "{inside}");
        }
        for outside in [
            "10.0.255.255",
            "10.2.0.0",
            "127.0.0.1",
            "192.0.2.7",
            "::ffff:10.2.0.1",
            "::1",
            "2001:db8:2::7",
            "::10.1.2.3",
            "64:ff9b::a01:203",
            "2002:a01:203::",
        ] {
            assert!(!hold(&[OFFICE], outside), "{outside}");
        }
        assert!(hold(&[VPN], "192.0.2.7") && !hold(&[VPN], "192.0.2.8"));
    }

    #[test]
    fn g05_without_a_rule_everywhere_and_with_an_unknown_network_nowhere() {
        for address in ["10.1.0.1", "203.0.113.9", "::1"] {
            assert!(hold(&[], address));
            assert!(!hold(&[NetworkInfo::new("offic", "")], address));
        }
    }
}
