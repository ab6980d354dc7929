//! The first stage: what came in is one request, with one reading.
//!
//! Whatever two servers could read differently is refused here, before anybody asks what it means: a path with two
//! spellings, a decisive header that came twice, more than the service takes. Nothing here depends on a route.

mod body;
mod caller_address;
mod digest;
mod headers;
mod host;
mod incoming;
mod origin;
mod pages;
#[cfg(test)]
mod tests;
mod trace;
mod upgrade;

use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use zt_core::path::CanonicalPath;

pub(crate) use body::{Announced, Reading, Whole};
pub(crate) use caller_address::{AddressHeader, AddressProxies};
use digest::ContentDigest;
pub(crate) use headers::Headers;
pub(crate) use host::Hosts;
pub(crate) use incoming::Incoming;
pub(crate) use origin::{Origin, Origins, parse_http};
pub(crate) use pages::{Pages, Told};
pub(crate) use trace::{span_id, trace_id, trace_link};

use crate::endpoint::{BodySource, HeaderSource};
use crate::identity::PeerCertificate;
use crate::identity::forwarded::CertificateProxies;
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

/// What is known of the service's surroundings: by which names it is called, and who stands in front of it.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) hosts: Hosts,
    /// Who may say in a header which certificate a caller has. Without any, no header shows one.
    pub(crate) proxies: Option<CertificateProxies>,
    /// Who may say in a header from which address a caller comes. Without any, it is the connection's.
    pub(crate) address_proxies: Option<AddressProxies>,
    /// Under which addresses callers reach it.
    pub(crate) origins: Arc<Origins>,
}

impl Edge {
    /// From where the caller calls. Comes before all, for whatever is refused counts against that address.
    pub(crate) fn locate(&self, incoming: &mut Incoming) -> Result<(), Refusal> {
        self.address_proxies.as_ref().map_or(Ok(()), |proxies| proxies.locate(incoming))
    }

    /// The listed proxies, if one of them is at the other end of this connection.
    pub(crate) fn proxies_of(&self, incoming: &Incoming) -> Option<&CertificateProxies> {
        let connection = incoming.peer_certificate.as_deref()?;
        self.proxies.as_ref().filter(|proxies| proxies.lists(connection))
    }

    /// A proxy's own certificate is never its caller's.
    fn caller_certificate(
        &self,
        incoming: &Incoming,
    ) -> Result<Option<Rc<PeerCertificate>>, Refusal> {
        match self.proxies_of(incoming) {
            Some(proxies) => Ok(proxies.caller(&*incoming.headers)?.map(Rc::new)),
            None => Ok(incoming.peer_certificate.clone()),
        }
    }
}

/// A request that has one reading. Made by [`Edged::check`] only.
pub(crate) struct Edged {
    method: String,
    path: Rc<str>,
    query: String,
    peer: IpAddr,
    over_tls: bool,
    caller_certificate: Option<Rc<PeerCertificate>>,
    headers: Box<dyn HeaderSource>,
    has_body: bool,
    body: Option<Announced>,
    reading: Reading,
    asks_for_a_socket: bool,
}

/// What of a request goes on to the handler.
pub(crate) struct Rest {
    pub(crate) query: String,
    pub(crate) headers: Box<dyn HeaderSource>,
    pub(crate) body: Option<Announced>,
    pub(crate) reading: Reading,
}

impl Edged {
    /// Refuses what has no reading, or two.
    pub(crate) fn check(incoming: Incoming, edge: &Edge) -> Result<Self, Refusal> {
        check_sizes(&incoming)?;
        check_path(&incoming.path)?;
        check_headers(&*incoming.headers)?;
        let length = content_length(&*incoming.headers)?;
        let asks_for_a_socket = upgrade::asks_for_a_socket(&incoming)?;
        edge.hosts.check(&*incoming.headers)?;
        let caller_certificate = edge.caller_certificate(&incoming)?;
        let digest = ContentDigest::read(&*incoming.headers)?;
        let Incoming { method, path, query, peer, over_tls, headers, .. } = incoming;
        let is_chunked = !headers.values("transfer-encoding").is_empty();
        let has_body = is_chunked || length.is_some_and(|length| length > 0);
        let reading = Reading::default();
        // Behind the head of one that does, nothing is a body.
        let body = if asks_for_a_socket { None } else { incoming.body };
        let body = announced(body, length, digest, &reading)?;
        Ok(Self {
            method,
            path,
            query,
            peer,
            over_tls,
            caller_certificate,
            headers,
            has_body,
            body,
            reading,
            asks_for_a_socket,
        })
    }

    /// Whether it asks to go on as a WebSocket.
    pub(crate) const fn asks_for_a_socket(&self) -> bool {
        self.asks_for_a_socket
    }

    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    /// The path in its one canonical form, still percent-encoded.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The same, for longer than the request.
    pub(crate) fn shared_path(&self) -> Rc<str> {
        Rc::clone(&self.path)
    }

    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    pub(crate) fn headers(&self) -> &dyn HeaderSource {
        &*self.headers
    }

    /// Whether the headers say that content follows.
    pub(crate) const fn has_body(&self) -> bool {
        self.has_body
    }

    pub(crate) const fn peer(&self) -> IpAddr {
        self.peer
    }

    /// Whether TLS goes over the connection.
    pub(crate) const fn is_over_tls(&self) -> bool {
        self.over_tls
    }

    /// The client certificate of the caller, if it has one that our CA vouches for: that of the connection, or the one that
    /// a listed proxy at its other end says.
    pub(crate) fn caller_certificate(&self) -> Option<&PeerCertificate> {
        self.caller_certificate.as_deref()
    }

    /// The same, for longer than the request.
    pub(crate) fn shared_certificate(&self) -> Option<Rc<PeerCertificate>> {
        self.caller_certificate.clone()
    }

    pub(crate) fn into_rest(self) -> Rest {
        let Self { query, headers, body, reading, .. } = self;
        Rest { query, headers, body, reading }
    }
}

/// Where no body comes, what its digest says of nothing is held against nothing now.
fn announced(
    inner: Option<Box<dyn BodySource>>,
    length: Option<u64>,
    digest: Option<ContentDigest>,
    reading: &Reading,
) -> Result<Option<Announced>, Refusal> {
    let Some(inner) = inner else {
        let matches = digest.is_none_or(ContentDigest::matches);
        return matches.then_some(None).ok_or(Refusal::MalformedBody("content_digest_mismatch"));
    };
    Ok(Some(Announced { inner, length, digest, reading: reading.clone() }))
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
    Ok(())
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
