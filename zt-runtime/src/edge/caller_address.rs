//! From where a caller calls (G-04, X16).
//!
//! The address of a connection is a fact, whatever stands in a header: whoever can reach the service can write one. Behind a
//! proxy the fact is the proxy's address, so the networks of proxies and the one header that they write are configured. Of
//! what stands there each proxy has added the last word, and only the proxies' own words count.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr as _;

use super::Incoming;
use crate::endpoint::HeaderSource;
use crate::prefix::Prefix;
use crate::problem::Refusal;

/// The header in which proxies say from where a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressHeader {
    /// RFC 7239
    Forwarded,
    /// Its elder, a list of addresses.
    XForwardedFor,
}

/// The proxies whose word about their callers' addresses counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AddressProxies {
    networks: Box<[Prefix]>,
    header: AddressHeader,
}

/// Nobody says who is there.
const UNKNOWN: Refusal = Refusal::MalformedRequest("client_address_unknown");

impl AddressHeader {
    /// By its name, in any case (RFC 9110 §5.1).
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Forwarded, Self::XForwardedFor]
            .into_iter()
            .find(|known| known.name().eq_ignore_ascii_case(name))
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::XForwardedFor => "x-forwarded-for",
        }
    }

    /// What it says of each hop, from the caller on; `None` where it doesn't say who that was.
    fn hops(self, line: &str) -> Vec<Option<IpAddr>> {
        match self {
            Self::XForwardedFor => line.split(',').map(address).collect(),
            // Its reader parts hops within quotes too, where a proxy may repeat what the caller wrote (its `Host`).
            Self::Forwarded if !is_parted_alike(line) => vec![None],
            Self::Forwarded => {
                let node = |hop: Result<rfc7239::Forwarded<'_>, _>| {
                    hop.ok().and_then(|it| it.forwarded_for).and_then(|it| it.ip().copied())
                };
                rfc7239::parse(line).map(node).collect()
            }
        }
    }
}

impl AddressProxies {
    pub(crate) fn new(networks: Vec<Prefix>, header: AddressHeader) -> Self {
        Self { networks: networks.into(), header }
    }

    /// Puts the caller's address in the place of the proxy's, where one is at the other end of the connection. One that says
    /// nothing asks for itself; one that doesn't know is refused, for nobody could be counted or let in by that.
    pub(crate) fn locate(&self, incoming: &mut Incoming) -> Result<(), Refusal> {
        if self.trust(incoming.peer) {
            incoming.peer = self.caller(incoming.peer, &*incoming.headers)?;
        }
        Ok(())
    }

    /// From the last word back to the first that no proxy of ours has about one of ours.
    fn caller(&self, proxy: IpAddr, headers: &dyn HeaderSource) -> Result<IpAddr, Refusal> {
        let mut nearest = proxy;
        for line in headers.values(self.header.name()).into_iter().rev() {
            let line = str::from_utf8(line).map_err(|_| UNKNOWN)?;
            for hop in self.header.hops(line).into_iter().rev() {
                nearest = hop.ok_or(UNKNOWN)?.to_canonical();
                if !self.trust(nearest) {
                    return Ok(nearest);
                }
            }
        }
        // All of them are ours: it began at the first.
        Ok(nearest)
    }

    fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(address))
    }
}

/// Whether a line of `Forwarded` has the same parts for whoever heeds its quotes and whoever doesn't (RFC 9110 §5.6.4).
fn is_parted_alike(line: &str) -> bool {
    let is_closed = line.matches('"').count().is_multiple_of(2);
    let mut quoted = line.split('"').skip(1).step_by(2);
    is_closed && !line.contains('\\') && quoted.all(|text| !text.contains([',', ';']))
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches([' ', '\t']);
    if let Ok(address) = SocketAddr::from_str(hop) {
        return Some(address.ip());
    }
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match bare {
        Some(bare) => bare.parse().ok().map(IpAddr::V6),
        None => hop.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::edge::Headers;

    const PROXY: &str = "10.0.0.1";

    fn proxies(header: AddressHeader) -> AddressProxies {
        let networks = ["10.0.0.0/8", "fd00::/8"].map(|text| Prefix::parse(text).unwrap());
        AddressProxies::new(networks.into(), header)
    }

    /// From where a request of this peer with these lines comes; an empty text where nobody knows.
    fn located(header: AddressHeader, peer: &str, lines: &[(&str, &str)]) -> String {
        let mut headers = Headers::default();
        lines.iter().for_each(|(name, value)| headers.add(name, *value));
        let mut incoming = Incoming {
            peer: peer.parse().unwrap(),
            headers: Box::new(headers),
            ..Incoming::nothing()
        };
        match proxies(header).locate(&mut incoming) {
            Ok(()) => incoming.peer.to_string(),
            Err(refusal) => {
                assert_eq!(refusal, UNKNOWN);
                String::new()
            }
        }
    }

    fn by_list(peer: &str, lines: &[&str]) -> String {
        let lines: Vec<_> = lines.iter().map(|value| ("x-forwarded-for", *value)).collect();
        located(AddressHeader::XForwardedFor, peer, &lines)
    }

    fn by_forwarded(peer: &str, lines: &[&str]) -> String {
        let lines: Vec<_> = lines.iter().map(|value| ("forwarded", *value)).collect();
        located(AddressHeader::Forwarded, peer, &lines)
    }

    #[test]
    fn g04_the_last_word_that_is_not_about_a_proxy_is_the_caller() {
        for (lines, caller) in [
            (&[][..], PROXY),
            (&["203.0.113.7"], "203.0.113.7"),
            (&["203.0.113.7, 10.2.2.2"], "203.0.113.7"),
            (&["203.0.113.7", "10.2.2.2", "10.3.3.3"], "203.0.113.7"),
            (&["198.51.100.1, 203.0.113.7, 10.2.2.2"], "203.0.113.7"),
            (&["198.51.100.1", "203.0.113.7"], "203.0.113.7"),
            (&["10.9.9.9, 10.2.2.2"], "10.9.9.9"),
            (&["203.0.113.7:4711"], "203.0.113.7"),
            (&["[2001:db8::7]:4711"], "2001:db8::7"),
            (&["[2001:db8::7]"], "2001:db8::7"),
            (&["2001:db8::7 ,\tfd00::1"], "2001:db8::7"),
            (&["::ffff:203.0.113.7"], "203.0.113.7"),
            (&["203.0.113.7, ::ffff:10.2.2.2"], "203.0.113.7"),
        ] {
            assert_eq!(by_list(PROXY, lines), caller, "{lines:?}");
            assert_eq!(
                by_list("::ffff:10.0.0.1", lines),
                by_list(PROXY, lines).replace(PROXY, "::ffff:10.0.0.1")
            );
        }
        for (lines, caller) in [
            (&[][..], PROXY),
            (&["for=203.0.113.7"], "203.0.113.7"),
            (&["For=203.0.113.7;proto=https;by=10.0.0.1, for=10.2.2.2"], "203.0.113.7"),
            (&["for=198.51.100.1, for=203.0.113.7", "for=10.2.2.2"], "203.0.113.7"),
            (&["for=\"203.0.113.7:4711\""], "203.0.113.7"),
            (&["for=\"[2001:db8::7]:4711\""], "2001:db8::7"),
            (&["for=\"[2001:db8::7]\""], "2001:db8::7"),
        ] {
            assert_eq!(by_forwarded(PROXY, lines), caller, "{lines:?}");
        }
    }

    // X16: whoever comes without a proxy is where the connection says, whatever the header says.
    #[test]
    fn x16_a_header_of_somebody_else_says_nothing() {
        for peer in ["198.51.100.9", "127.0.0.1", "11.0.0.1", "2001:db8::9", "::ffff:198.51.100.9"]
        {
            assert_eq!(by_list(peer, &["10.0.0.1"]), peer);
            assert_eq!(by_forwarded(peer, &["for=10.0.0.1"]), peer);
        }
        for other in ["forwarded", "x-real-ip", "true-client-ip", "x_forwarded_for", "client-ip"] {
            let lines = [(other, "203.0.113.7"), (other, "for=203.0.113.7")];
            assert_eq!(located(AddressHeader::XForwardedFor, PROXY, &lines), PROXY, "{other}");
        }
    }

    // What a caller writes stands before what the proxies add: it is read no further than needed, and never taken.
    #[test]
    fn x16_what_the_caller_wrote_itself_is_not_asked() {
        for written in ["10.0.0.1", "127.0.0.1", "unknown", "\"", "for=\"", ",,,", "\u{fe}"] {
            assert_eq!(by_list(PROXY, &[&format!("{written}, 203.0.113.7")]), "203.0.113.7");
            assert_eq!(by_list(PROXY, &[written, "203.0.113.7"]), "203.0.113.7");
            assert_eq!(by_forwarded(PROXY, &[written, "for=203.0.113.7"]), "203.0.113.7");
        }
        for written in
            ["for=10.0.0.1", "for=\"10.0.0.1\"", "for=unknown", "for=\"\"", ",,,", "\u{fe}"]
        {
            let forwarded = format!("{written}, for=203.0.113.7");
            assert_eq!(by_forwarded(PROXY, &[&forwarded]), "203.0.113.7", "{forwarded}");
        }
    }

    // A quote that the caller leaves open, or fills by its `Host`, would move the border of the proxy's own word.
    #[test]
    fn x16_quotes_hide_no_hop_and_make_none() {
        for line in [
            "for=203.0.113.7;host=\"evil,for=198.51.100.1\"",
            "for=203.0.113.7;host=\"evil,for=10.9.9.9\"",
            "for=203.0.113.7;host=\"evil;for=198.51.100.1\"",
            "for=203.0.113.7;host=\"evil\\\",for=198.51.100.1,x=\\\"\"",
            "for=\"10.0.0.1, for=203.0.113.7",
            "for=\"x, for=203.0.113.7;host=\"evil,for=198.51.100.1\"",
        ] {
            assert_eq!(by_forwarded(PROXY, &[line]), "", "{line}");
        }
        let honest = "for=\"203.0.113.7:4711\";host=\"shop.example:8443\", for=10.2.2.2";
        assert_eq!(by_forwarded(PROXY, &[honest]), "203.0.113.7");
    }

    // RFC 7239 §6: `unknown` and hidden names say that the proxy doesn't say.
    #[test]
    fn g04_a_caller_that_nobody_names_is_refused() {
        for line in [
            "unknown",
            "_hidden",
            "",
            " ",
            "203.0.113.7,",
            "203.0.113.7, unknown",
            "1.2.3",
            "1.2.3.4:x",
            "[1.2.3.4]",
            "::1]",
            "example.org",
            "203.0.113.7 10.0.0.1",
            "010.0.0.1",
        ] {
            assert_eq!(by_list(PROXY, &[line]), "", "{line:?}");
        }
        for line in [
            "for=unknown",
            "for=_hidden",
            "proto=https",
            "",
            "for=203.0.113.7, for=unknown",
            "for=",
            "203.0.113.7",
            "for=example.org",
        ] {
            assert_eq!(by_forwarded(PROXY, &[line]), "", "{line:?}");
        }
    }

    #[test]
    fn g04_headers_are_known_by_name() {
        assert_eq!(AddressHeader::parse("Forwarded"), Some(AddressHeader::Forwarded));
        assert_eq!(AddressHeader::parse("X-Forwarded-For"), Some(AddressHeader::XForwardedFor));
        for other in ["", "x-real-ip", "X_Forwarded_For", "forwarded ", "Authorization"] {
            assert_eq!(AddressHeader::parse(other), None, "{other}");
        }
    }
}
