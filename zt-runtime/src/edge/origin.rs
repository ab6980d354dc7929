//! Under which address callers reach this service.
//!
//! The `Host` header doesn't say it: whoever sends a request to the wrong service also chooses what stands there. So it
//! comes from the configuration, or from a listener that only this machine reaches.

use std::net::SocketAddr;
use std::sync::OnceLock;

use url::{Host, Url};

use super::Pages;

/// Scheme, host and port under which callers reach a service (RFC 6454).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin(pub(super) String);

impl Origin {
    /// Reads `https://api.example`: no path, not even a slash, and no query, fragment or user.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (_, authority) = text.split_once("://")?;
        if authority.contains(['/', '?', '#']) {
            return None;
        }
        Some(Self(parse_http(text)?.origin().ascii_serialization()))
    }

    /// Whether nobody on the way can change what is loaded from there: by TLS, or from this machine (Secure Contexts §3.1).
    pub(crate) fn is_secure(&self) -> bool {
        let Ok(url) = Url::parse(&self.0) else { return false };
        let is_here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        url.scheme() == "https" || is_here
    }

    /// The origins of a listener that only this machine reaches, by address and by name; elsewhere nobody knows them but
    /// who runs the service.
    fn of_loopback(address: SocketAddr, over_tls: bool) -> Vec<Self> {
        if !address.ip().is_loopback() {
            return Vec::new();
        }
        let scheme = if over_tls { "https" } else { "http" };
        let names =
            [format!("{scheme}://{address}"), format!("{scheme}://localhost:{}", address.port())];
        names.iter().filter_map(|name| Self::parse(name)).collect()
    }

    /// As RFC 6454 §6.2 writes it: nothing in it needs quoting.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a `Host` names it.
    fn is_called(&self, host: &[u8]) -> bool {
        let authority = self.0.split_once("://").map_or("", |(_, authority)| authority);
        authority.as_bytes().eq_ignore_ascii_case(host)
    }
}

/// Where callers reach a service: what the configuration says; else, on a loopback address, where it listens. One for
/// everybody who has to know it.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    configured: Option<Origin>,
    /// Whose pages may call beside our own.
    pages: Pages,
    plain: OnceLock<Vec<Origin>>,
    tls: OnceLock<Vec<Origin>>,
}

impl Origins {
    /// For a service that callers reach under `configured`. Without one, [`Origins::listens_on`] may find it.
    pub(crate) fn new(configured: Option<Origin>) -> Self {
        Self { configured, ..Self::default() }
    }

    /// With pages of others.
    pub(crate) fn read_by(self, pages: Pages) -> Self {
        Self { pages, ..self }
    }

    pub(crate) const fn pages(&self) -> &Pages {
        &self.pages
    }

    /// A listener has its port. On a loopback address that is where callers reach it, unless another was configured.
    pub(crate) fn listens_on(&self, address: SocketAddr, over_tls: bool) {
        // A listener has one address, and it is told once.
        let _ = self.found(over_tls).set(Origin::of_loopback(address, over_tls));
    }

    /// Those of the listener that a request came by. Empty where nobody knows.
    pub(crate) fn of(&self, over_tls: bool) -> &[Origin] {
        let found = self.found(over_tls).get().map_or(&[][..], Vec::as_slice);
        self.configured.as_ref().map_or(found, std::slice::from_ref)
    }

    /// The same, for who has to hold an address against them. Where nobody knows them, the log says what to do.
    pub(crate) fn known(&self, over_tls: bool) -> Option<&[Origin]> {
        let origins = self.of(over_tls);
        if origins.is_empty() {
            tracing::error!(
                "a caller proved to which address it sends its request, and nothing says under which address the \
                 service is reached: set ZT_PUBLIC_ORIGIN, such as https://api.example"
            );
            return None;
        }
        Some(origins)
    }

    /// The one that a caller used. A `Host` only picks among those that are ours.
    pub(crate) fn called(&self, over_tls: bool, host: Option<&[u8]>) -> Option<&Origin> {
        let origins = self.of(over_tls);
        let named = host.and_then(|host| origins.iter().find(|origin| origin.is_called(host)));
        named.or_else(|| origins.first())
    }

    /// Whether a request may come from the page that its `Origin` headers name (RFC 6454 §7): one of ours, one that is
    /// listed, or no page at all.
    /// `null` is the origin of pages that nobody knows.
    pub(crate) fn admit(&self, over_tls: bool, named: &[&[u8]]) -> bool {
        match named {
            [] => true,
            [one] => {
                let is_ours = |origin: &Origin| origin.as_str().as_bytes() == *one;
                self.of(over_tls).iter().any(is_ours) || self.pages.named(named).is_some()
            }
            _ => false,
        }
    }

    const fn found(&self, over_tls: bool) -> &OnceLock<Vec<Origin>> {
        if over_tls { &self.tls } else { &self.plain }
    }
}

/// Only what RFC 3986 itself allows comes to the parser. That one follows the WHATWG, and mends what a proof mustn't
/// need: backslashes, blanks, a missing slash, a user before the host.
pub(crate) fn parse_http(text: &str) -> Option<Url> {
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    if authority.is_empty() || authority.contains(['@', '%']) || !rest.bytes().all(is_uri_char) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let authority = authority.to_ascii_lowercase();
    // `127.1` and `0x7f.0.0.1` are names to RFC 3986, and addresses to the parser.
    let port = authority.strip_prefix(url.host_str()?)?;
    (port.is_empty() || port.starts_with(':')).then_some(url)
}

/// RFC 3986 §2: unreserved, reserved, and the sign of an escape.
const fn is_uri_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b':'
                | b'/'
                | b'?'
                | b'#'
                | b'['
                | b']'
                | b'@'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b'%'
        )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn s03_an_origin_is_scheme_host_and_port() {
        let of = |text| Origin::parse(text).map(|origin| origin.as_str().to_owned());
        assert_eq!(of("https://API.example:443"), Some("https://api.example".into()));
        assert_eq!(of("http://[::1]:8080"), Some("http://[::1]:8080".into()));
        for text in [
            "https://api.example/",
            "https://api.example/v1",
            "https://api.example?a",
            "https://api.example#a",
            "https://user@api.example",
            "https://api.example ",
            "api.example",
            "ftp://api.example",
            "https://",
            "https://*.example/",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        let loopback = |address: &str, over_tls| {
            let origins = Origin::of_loopback(address.parse().unwrap(), over_tls);
            origins.iter().map(|origin| origin.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            loopback("127.0.0.1:8080", false),
            ["http://127.0.0.1:8080", "http://localhost:8080"]
        );
        assert_eq!(loopback("[::1]:443", true), ["https://[::1]", "https://localhost"]);
        for elsewhere in ["192.0.2.1:80", "0.0.0.0:80", "[::]:80"] {
            assert!(loopback(elsewhere, false).is_empty() && loopback(elsewhere, true).is_empty());
        }
    }

    #[test]
    fn x21_only_our_own_pages_are_admitted() {
        let origins = Origins::new(Origin::parse("https://api.example"));
        let admits = |named: &[&str]| {
            let named: Vec<_> = named.iter().map(|origin| origin.as_bytes()).collect();
            origins.admit(false, &named)
        };
        assert!(admits(&[]) && admits(&["https://api.example"]));
        for foreign in [
            "null",
            "",
            "https://evil.example",
            "http://api.example",
            "https://api.example:444",
            "https://api.example/",
            "https://api.example.evil.example",
            "https://evil.example, https://api.example",
        ] {
            assert!(!admits(&[foreign]), "{foreign}");
        }
        assert!(!admits(&["https://api.example", "https://api.example"]));
        assert!(!Origins::new(None).admit(false, &[b"https://api.example"]));
    }

    #[test]
    fn a_host_picks_among_the_origins_that_are_ours() {
        let origins = Origins::new(None);
        let called = |over_tls, host: &str| {
            origins.called(over_tls, Some(host.as_bytes())).map(|origin| origin.as_str().to_owned())
        };
        assert_eq!(called(false, "localhost:8080"), None);
        origins.listens_on("127.0.0.1:8080".parse().unwrap(), false);
        assert_eq!(called(false, "LocalHost:8080"), Some("http://localhost:8080".into()));
        for other in ["127.0.0.1:8080", "evil.example", "localhost:9", ""] {
            assert_eq!(called(false, other), Some("http://127.0.0.1:8080".into()), "{other}");
        }
        assert_eq!(called(true, "localhost:8080"), None);
        let configured = Origins::new(Origin::parse("https://api.example"));
        configured.listens_on("127.0.0.1:8080".parse().unwrap(), false);
        let called = configured.called(false, Some(b"localhost:8080"));
        assert_eq!(called, Origin::parse("https://api.example").as_ref());
    }
}
