//! Under which names the service is called (G-10).
//!
//! A browser that was lured to `evil.example`, which then points at this machine (DNS rebinding), says so in `Host`; so
//! does a request that a proxy sent to the wrong service. A name is compared whole. Its port isn't: it says through which
//! listener the request came, and that is known.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use crate::endpoint::HeaderSource;
use crate::problem::Refusal;

/// RFC 1035 §2.3.4.
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// The names that a service answers to, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hosts(Arc<[Box<str>]>);

impl Hosts {
    /// What this machine calls itself, and the address that it listens on.
    pub(crate) fn of_listener(address: IpAddr) -> Self {
        Self::of_listeners([address])
    }

    /// What this machine calls itself, and the addresses that it listens on.
    pub(crate) fn of_listeners(addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let written = addresses.into_iter().map(|address| match address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        });
        let written: Vec<String> = written.collect();
        let usual = ["localhost", "127.0.0.1", "[::1]"];
        Self::of(usual.into_iter().chain(written.iter().map(String::as_str)))
    }

    /// `None` if one of them is no host name.
    pub(crate) fn parse<'n>(names: impl IntoIterator<Item = &'n str> + Clone) -> Option<Self> {
        names.clone().into_iter().all(is_name).then(|| Self::of(names))
    }

    fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(|name| name.to_ascii_lowercase().into_boxed_str()).collect())
    }

    /// One of them, for what the service asks itself.
    pub(crate) fn any(&self) -> &str {
        self.0.first().map_or("localhost", |name| name)
    }

    fn contain(&self, name: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Refuses a request that doesn't say one of the names. That there is one `Host` at most was checked before.
    pub(super) fn check(&self, headers: &dyn HeaderSource) -> Result<(), Refusal> {
        let values = headers.values("host");
        let value = values.first().ok_or(Refusal::MalformedRequest("host_missing"))?;
        let name = str::from_utf8(value).ok().and_then(name_of);
        let name = name.ok_or(Refusal::MalformedRequest("host_malformed"))?;
        if self.contain(name) { Ok(()) } else { Err(Refusal::Misdirected) }
    }
}

/// The name in `name` or `name:port` (RFC 9112 §3.2). Whoever writes a user, a list or a path into it gets nothing.
fn name_of(host: &str) -> Option<&str> {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_port =
        |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    (is_name(name) && port.is_none_or(is_port)).then_some(name)
}

/// Letters, digits, hyphens, underscores and dots, or an IPv6 address in brackets.
fn is_name(name: &str) -> bool {
    if let Some(address) = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    name.len() <= LONGEST_NAME && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;
    use crate::edge::Headers;

    fn loopback() -> Hosts {
        Hosts::of_listener(Ipv4Addr::LOCALHOST.into())
    }

    fn check(hosts: &Hosts, host: &str) -> Result<(), &'static str> {
        let mut headers = Headers::default();
        headers.add("host", host);
        hosts.check(&headers).map_err(|refusal| refusal.reason())
    }

    #[test]
    fn g10_the_machines_own_names_are_known_with_any_port() {
        for host in ["localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:0", "[::1]", "[::1]:80"]
        {
            assert_eq!(check(&loopback(), host), Ok(()), "{host}");
        }
    }

    #[test]
    fn g10_another_name_is_misdirected() {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "evil-localhost",
            "127.0.0.2",
            "127.1",
            "0x7f000001",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "evil.example:8080",
        ] {
            assert_eq!(check(&loopback(), host), Err("host_unknown"), "{host}");
        }
    }

    #[test]
    fn g10_what_is_no_host_is_malformed() {
        for host in [
            "",
            ":80",
            "localhost:",
            "localhost:x",
            "localhost:+80",
            "localhost:65536",
            "localhost:80:80",
            "user@localhost",
            "localhost, localhost",
            "localhost,evil.example",
            "local host",
            "localhost/",
            "localhost/x",
            "localhost?x",
            "localhost#x",
            "http://localhost",
            "localhost.",
            ".localhost",
            "local..host",
            "%6cocalhost",
            "localh\u{f6}st",
            "[::1",
            "::1",
            "[localhost]",
            "[::1]x",
            "localhost\\",
            "a123456789-123456789-123456789-123456789-123456789-123456789-123",
        ] {
            assert_eq!(check(&loopback(), host), Err("host_malformed"), "{host}");
        }
        let nobody = loopback().check(&Headers::default());
        assert_eq!(nobody, Err(Refusal::MalformedRequest("host_missing")));
    }

    #[test]
    fn g10_configured_names_are_the_only_ones() {
        let hosts = Hosts::parse(["Shop.example", "[2001:db8::1]"]);
        let hosts = hosts.unwrap_or_else(loopback);
        assert_eq!(check(&hosts, "shop.EXAMPLE:443"), Ok(()));
        assert_eq!(check(&hosts, "[2001:db8::1]"), Ok(()));
        assert_eq!(check(&hosts, "localhost"), Err("host_unknown"));
        for name in ["shop.example:443", "*.example", "", "https://shop.example"] {
            assert_eq!(Hosts::parse(["shop.example", name]), None, "{name}");
        }
    }
}
