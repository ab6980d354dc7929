//! From actix-http's request to plain types.

use std::rc::Rc;

use actix_http::header::HeaderMap;
use actix_http::ws::hash_key;
use actix_http::{ConnectionType, Message, Payload, Request, RequestHead, Uri, Version};

use super::body;
use super::connection::Connection;
use super::framing::BodyKind;
use super::response::{Accept, Exchange};
use crate::edge::Incoming;
use crate::endpoint::{BodySource, HeaderSource};

/// Takes a request apart: what the gate gets, and what the answer needs to know.
pub(super) fn take(request: Request) -> (Option<Incoming>, Exchange) {
    let connection = request.conn_data::<Rc<Connection>>().cloned().unwrap_or_default();
    let peer = request.peer_addr();
    let (head, payload) = request.into_parts();
    let body = body_of(payload, &head, &connection);
    let kind = if body.is_some() { kind_of(&head) } else { BodyKind::None };
    connection.begin(kind, head.connection_type() != ConnectionType::KeepAlive);
    let (over_tls, peer_certificate) = (connection.is_over_tls(), connection.certificate());
    let exchange = Exchange::new(connection, body.clone()).answering_key(accept(&head));
    let may_upgrade = head.version == Version::HTTP_11 && head.upgrade();
    let incoming = peer.map(|peer| {
        let (path, query) = target(&head.uri);
        Incoming {
            method: head.method.as_str().to_owned(),
            path,
            query,
            header_bytes: bytes_of(&head.headers),
            headers: Box::new(Head(head)),
            body: body.map(|body| Box::new(body) as Box<dyn BodySource>),
            may_upgrade,
            peer: peer.ip(),
            over_tls,
            peer_certificate,
        }
    });
    (incoming, exchange)
}

/// What shows a client that its wish for a WebSocket was understood (RFC 6455 §4.2.2), where it has one.
fn accept(head: &RequestHead) -> Option<Accept> {
    let key = head.headers.get("sec-websocket-key").filter(|_| head.upgrade())?;
    Some(hash_key(key.as_bytes()))
}

/// Of all names and values.
pub(super) fn bytes_of(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

fn body_of(
    payload: Payload,
    head: &RequestHead,
    connection: &Rc<Connection>,
) -> Option<body::Incoming> {
    match payload {
        Payload::None => None,
        payload => Some(body::Incoming::new(payload, Rc::clone(connection), head.expect())),
    }
}

/// Where the body ends. The parser has refused what says it twice (RFC 9112 §6.3).
pub(super) fn kind_of(head: &RequestHead) -> BodyKind {
    if head.headers.contains_key("transfer-encoding") {
        return BodyKind::Chunked;
    }
    let length = head.headers.get("content-length").and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse().ok()).map_or(BodyKind::Endless, BodyKind::Length)
}

/// Path and query. A target with scheme or authority, and one without a leading slash, comes whole as a path that the
/// edge refuses (RFC 9112 §3.2: we are no proxy).
pub(super) fn target(uri: &Uri) -> (Rc<str>, String) {
    if uri.scheme().is_some() || uri.authority().is_some() {
        return (uri.to_string().into(), String::new());
    }
    let query = uri.query().unwrap_or_default();
    (uri.path().into(), query.to_owned())
}

/// The headers stay where the parser put them.
struct Head(Message<RequestHead>);

impl HeaderSource for Head {
    fn values(&self, name: &str) -> Vec<&[u8]> {
        let headers: &HeaderMap = &self.0.headers;
        headers.get_all(name).map(|value| value.as_bytes()).collect()
    }
}
