//! A request that the gate looks at, and that may still go on to the application as it came.

use std::rc::Rc;

use actix_http::body::BoxBody;
use actix_http::{ConnectionType, Payload, Request, Response};

use crate::edge::Incoming;
use crate::endpoint::{BodySource, HeaderSource};
use crate::gate::Gate;
use crate::problem::Refusal;
use crate::reply;
use crate::web::body;
use crate::web::connection::Connection;
use crate::web::framing::BodyKind;
use crate::web::request::{bytes_of, kind_of, target};
use crate::web::response::Exchange;

/// A request, its body aside. The gate borrows it: what it decides on is what the application would get.
pub(super) struct Lent {
    request: Rc<Request>,
    connection: Rc<Connection>,
    body: Option<body::Incoming>,
}

impl Lent {
    pub(super) fn new(mut request: Request, over_tls: bool) -> Self {
        let connection = Rc::new(Connection::of_another_server(over_tls));
        // The server has asked for the body by itself where the client wanted to be asked.
        let body = match request.take_payload() {
            Payload::None => None,
            payload => Some(body::Incoming::new(payload, Rc::clone(&connection), false)),
        };
        let head = request.head();
        let kind = if body.is_some() { kind_of(head) } else { BodyKind::None };
        connection.begin(kind, head.connection_type() != ConnectionType::KeepAlive);
        Self { request: Rc::new(request), connection, body }
    }

    /// For the gate. `None` where nobody knows who is at the other end: on a Unix socket, and in tests that don't say.
    pub(super) fn incoming(&self) -> Option<Incoming> {
        let head = self.request.head();
        let (path, query) = target(&head.uri);
        Some(Incoming {
            method: head.method.as_str().to_owned(),
            path,
            query,
            headers: Box::new(Head(Rc::clone(&self.request))),
            header_bytes: bytes_of(&head.headers),
            body: self.body.clone().map(|body| Box::new(body) as Box<dyn BodySource>),
            may_upgrade: false,
            // Of the connection: no header says who is there.
            peer: head.peer_addr?.ip(),
            over_tls: self.connection.is_over_tls(),
            peer_certificate: None,
        })
    }

    /// The request as it came, for the application. Whoever still holds it keeps it from going on.
    pub(super) fn take_back(self) -> Result<Request, Self> {
        let Self { request, connection, body } = self;
        match Rc::try_unwrap(request) {
            Ok(request) => {
                let payload = body.map_or(Payload::None, |body| body.take_back());
                Ok(request.replace_payload(payload).0)
            }
            Err(request) => Err(Self { request, connection, body }),
        }
    }

    /// The gate's answer on its way.
    pub(super) fn finish(self, answer: reply::Response) -> Response<BoxBody> {
        Exchange::new(self.connection, self.body).finish(answer, None)
    }

    /// There is nobody to answer.
    pub(super) fn abandon(self) -> Response<BoxBody> {
        Exchange::new(self.connection, self.body).abandon()
    }

    /// A refusal of everything.
    pub(super) fn closed(self, gate: &Gate) -> Response<BoxBody> {
        let Some(peer) = self.request.peer_addr() else { return self.abandon() };
        let refusal = Refusal::Unavailable("development_beyond_loopback");
        let method = self.request.method().as_str().to_owned();
        self.finish(gate.answer_unasked(&method, peer.ip(), refusal))
    }
}

/// An answer of the gate in the place of the application's, which has read the request.
pub(super) fn written(answer: reply::Response) -> Response<BoxBody> {
    Exchange::new(Rc::default(), None).finish(answer, None)
}

/// The headers stay where the parser put them.
struct Head(Rc<Request>);

impl HeaderSource for Head {
    fn values(&self, name: &str) -> Vec<&[u8]> {
        self.0.head().headers.get_all(name).map(|value| value.as_bytes()).collect()
    }
}
