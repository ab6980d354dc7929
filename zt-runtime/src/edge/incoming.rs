//! What the adapter hands over: a request in plain types, as it came.

use std::net::IpAddr;
use std::rc::Rc;

use crate::endpoint::{BodySource, HeaderSource};
use crate::identity::PeerCertificate;

/// A request that nobody has checked.
pub(crate) struct Incoming {
    /// As received; case matters (RFC 9110 §9.1).
    pub(crate) method: String,
    /// The target up to its question mark, as received. A target that isn't a path comes whole. Shared, so that a refusal
    /// can still name it.
    pub(crate) path: Rc<str>,
    /// What follows the question mark.
    pub(crate) query: String,
    pub(crate) headers: Box<dyn HeaderSource>,
    /// Of all names and values.
    pub(crate) header_bytes: usize,
    pub(crate) body: Option<Box<dyn BodySource>>,
    /// Whether what follows on its head could go on in another protocol: from HTTP/1.1 on (RFC 9110 §7.8), behind our own
    /// listener.
    pub(crate) may_upgrade: bool,
    /// The socket's other end. Where a listed proxy is there, the gate puts its caller in its place first of all.
    pub(crate) peer: IpAddr,
    /// Whether TLS goes over the connection.
    pub(crate) over_tls: bool,
    /// What the other end of the connection proved in its handshake (S-07).
    pub(crate) peer_certificate: Option<Rc<PeerCertificate>>,
}

#[cfg(test)]
impl Incoming {
    /// A request that says nothing.
    pub(crate) fn nothing() -> Self {
        Self {
            method: String::new(),
            path: "/".into(),
            query: String::new(),
            headers: Box::new(super::Headers::default()),
            header_bytes: 0,
            body: None,
            may_upgrade: false,
            peer: std::net::Ipv4Addr::LOCALHOST.into(),
            over_tls: false,
            peer_certificate: None,
        }
    }
}
