//! The first stage: what came in is one request, with one reading.
//!
//! Whatever two servers could read differently is refused here, before anybody asks what it means: a path with two
//! spellings, a decisive header that came twice, more than the service takes. Nothing here depends on a route.

mod body;
mod headers;
mod host;
mod incoming;
mod origin;
#[cfg(test)]
mod tests;
mod trace;

use std::net::IpAddr;
use std::rc::Rc;

use zt_core::path::CanonicalPath;

use body::Announced;
pub(crate) use body::Reading;
pub(crate) use headers::Headers;
pub(crate) use host::Hosts;
pub(crate) use incoming::Incoming;
pub(crate) use origin::{Origin, Origins, parse_http};
pub(crate) use trace::{span_id, trace_id, trace_link};

use crate::endpoint::{BodySource, HeaderSource};
use crate::identity::PeerCertificate;
use crate::problem::Refusal;

/// RFC 9110 §4.1 asks for 8,000 bytes of a whole target; zt's paths end at 2,048.
const LONGEST_PATH: usize = 2048;
const LONGEST_QUERY: usize = 8 * 1024;

/// Names and values together. A token is 8 KiB at most.
const MOST_HEADER_BYTES: usize = 32 * 1024;

/// A header that decides something and came twice has two readings (G-13, X17). `authorization` and `dpop`
/// have a refusal of their own (RFC 6750 §3.1).
const DECISIVE: [&str; 7] = [
    "host",
    "content-length",
    "transfer-encoding",
    "content-type",
    "content-encoding",
    "content-range",
    "expect",
];

/// A request that has one reading. Made by [`Edged::check`] only.
pub(crate) struct Edged {
    method: String,
    path: String,
    query: String,
    peer: IpAddr,
    over_tls: bool,
    peer_certificate: Option<Rc<PeerCertificate>>,
    headers: Box<dyn HeaderSource>,
    body: Option<Box<dyn BodySource>>,
    reading: Reading,
}

/// What of a request goes on to the handler.
pub(crate) struct Rest {
    pub(crate) query: String,
    pub(crate) headers: Box<dyn HeaderSource>,
    pub(crate) body: Option<Box<dyn BodySource>>,
    pub(crate) reading: Reading,
}

impl Edged {
    /// Refuses what has no reading, or two.
    pub(crate) fn check(incoming: Incoming, hosts: &Hosts) -> Result<Self, Refusal> {
        check_sizes(&incoming)?;
        check_path(&incoming.path)?;
        check_headers(&*incoming.headers)?;
        let length = content_length(&*incoming.headers)?;
        hosts.check(&*incoming.headers)?;
        let reading = Reading::default();
        let body = incoming.body.map(|body| Announced::boxed(body, length, reading.clone()));
        let Incoming { method, path, query, peer, over_tls, peer_certificate, headers, .. } =
            incoming;
        Ok(Self { method, path, query, peer, over_tls, peer_certificate, headers, body, reading })
    }

    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    /// The path in its one canonical form, still percent-encoded.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    pub(crate) fn headers(&self) -> &dyn HeaderSource {
        &*self.headers
    }

    pub(crate) const fn peer(&self) -> IpAddr {
        self.peer
    }

    /// Whether TLS goes over the connection.
    pub(crate) const fn is_over_tls(&self) -> bool {
        self.over_tls
    }

    /// The client certificate of the connection that the request came on, if it has one that our CA vouches for.
    pub(crate) fn peer_certificate(&self) -> Option<&PeerCertificate> {
        self.peer_certificate.as_deref()
    }

    pub(crate) fn into_rest(self) -> Rest {
        let Self { query, headers, body, reading, .. } = self;
        Rest { query, headers, body, reading }
    }
}

fn check_sizes(incoming: &Incoming) -> Result<(), Refusal> {
    if incoming.path.len() > LONGEST_PATH || incoming.query.len() > LONGEST_QUERY {
        return Err(Refusal::TargetTooLong);
    }
    if incoming.header_bytes > MOST_HEADER_BYTES {
        return Err(Refusal::HeadersTooLarge);
    }
    Ok(())
}

/// A-06, X13, X14. An absolute or authority target has no leading slash, and ends here too.
fn check_path(path: &str) -> Result<(), Refusal> {
    CanonicalPath::parse(path).map(drop).map_err(|_| Refusal::AmbiguousPath("ambiguous_path"))
}

fn check_headers(headers: &dyn HeaderSource) -> Result<(), Refusal> {
    if headers.values("authorization").len() > 1 {
        return Err(Refusal::InvalidRequest("two_authorization_headers"));
    }
    // RFC 9449 §4.3, check 1.
    if headers.values("dpop").len() > 1 {
        return Err(Refusal::InvalidRequest("two_dpop_headers"));
    }
    if DECISIVE.iter().any(|name| headers.values(name).len() > 1) {
        return Err(Refusal::MalformedRequest("doubled_header"));
    }
    // RFC 9112 §6.3: two lengths are two bodies.
    let has = |name| !headers.values(name).is_empty();
    if has("transfer-encoding") && has("content-length") {
        return Err(Refusal::MalformedRequest("two_lengths"));
    }
    // A body that goes on in another protocol has no length, whatever another header says of it. Other upgrades may be
    // offered, and aren't taken (RFC 9110 §7.8).
    let names_websocket = |value: &&[u8]| contains(&value.to_ascii_lowercase(), b"websocket");
    if headers.values("upgrade").iter().any(names_websocket) {
        return Err(Refusal::MalformedRequest("upgrade"));
    }
    Ok(())
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// RFC 9110 §8.6: digits only, no sign, no list.
fn content_length(headers: &dyn HeaderSource) -> Result<Option<u64>, Refusal> {
    let values = headers.values("content-length");
    let Some(value) = values.first() else { return Ok(None) };
    let digits =
        str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let length = digits.and_then(|digits| digits.parse().ok());
    length.map(Some).ok_or(Refusal::MalformedRequest("content_length_malformed"))
}
