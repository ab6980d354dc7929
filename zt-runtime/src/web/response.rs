//! From the gate's answer to actix-http's response.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_http::body::{BodySize, BoxBody, MessageBody};
use actix_http::header::{HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use actix_http::{ConnectionType, Response, StatusCode};
use actix_server::GracefulShutdownSignal;
use bytes::Bytes;

use super::body;
use super::connection::Connection;
use super::foreign::Foreign;
use super::streaming::Streaming;
use super::websocket::WebSocket;
use crate::reply;

/// The value of `Sec-WebSocket-Accept`.
pub(super) type Accept = [u8; 28];

/// A request that waits for its answer.
pub(super) struct Exchange {
    connection: Rc<Connection>,
    body: Option<body::Incoming>,
    accept: Option<Accept>,
}

impl Exchange {
    pub(super) const fn new(connection: Rc<Connection>, body: Option<body::Incoming>) -> Self {
        Self { connection, body, accept: None }
    }

    /// The same where the client would go on as a WebSocket.
    pub(super) fn answering_key(self, accept: Option<Accept>) -> Self {
        Self { accept, ..self }
    }

    /// The answer on its way. Behind a body that wasn't read nobody looks for another request: the connection ends, as
    /// it does when the client wants that, or another protocol. `draining` says when the server is to end; one that isn't ours
    /// says nothing, and a stream there ends with its connection.
    pub(super) fn finish(
        self,
        answer: reply::Response,
        draining: Option<&GracefulShutdownSignal>,
    ) -> Response<BoxBody> {
        if let (101, Some(accept)) = (answer.status, self.accept) {
            return self.open_socket(answer, accept, draining);
        }
        self.connection.end(Foreign::find(&answer.body).is_some());
        let unread = self.body.filter(|body| !body.has_ended());
        if unread.is_some() {
            self.connection.close();
        }
        if let Some(stream) = &answer.stream {
            self.connection.streams(stream.watch());
        }
        let closes = self.connection.closes();
        let status =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = match answer.stream {
            Some(stream) => BoxBody::new(Streaming::new(stream, self.connection, draining)),
            None => BoxBody::new(Held { bytes: answer.body, sent: false, _unread: unread }),
        };
        let mut response = Response::with_body(status, body);
        add(&mut response, answer.headers);
        if closes {
            response.head_mut().set_connection_type(ConnectionType::Close);
        }
        response
    }

    /// From here on the connection is a WebSocket: what follows on the request's head are its frames.
    fn open_socket(
        self,
        answer: reply::Response,
        accept: Accept,
        draining: Option<&GracefulShutdownSignal>,
    ) -> Response<BoxBody> {
        let Self { connection, body, .. } = self;
        let (Some(stream), Some(incoming)) = (answer.stream, body) else {
            connection.end(false);
            return Response::new(StatusCode::INTERNAL_SERVER_ERROR).set_body(BoxBody::new(()));
        };
        connection.streams(stream.watch());
        connection.upgrade();
        let body = WebSocket::new(Streaming::new(stream, connection, draining), incoming);
        let mut response = Response::with_body(StatusCode::SWITCHING_PROTOCOLS, BoxBody::new(body));
        add(&mut response, answer.headers);
        let headers = response.headers_mut();
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_bytes(&accept) {
            headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        response.head_mut().set_connection_type(ConnectionType::Upgrade);
        response
    }

    /// There is nobody to answer.
    pub(super) fn abandon(self) -> Response<BoxBody> {
        self.finish(reply::Response::empty(400), None)
    }
}

/// The gate has checked names and values.
fn add<B>(response: &mut Response<B>, headers: Vec<(&'static str, String)>) {
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::try_from(value))
        {
            response.headers_mut().append(name, value);
        }
    }
}

/// The bytes of an answer, and the request's body if it wasn't read: the dispatcher closes a connection as long as
/// somebody holds an unread one, and would read a dropped one to its end, however long.
struct Held {
    bytes: Bytes,
    sent: bool,
    _unread: Option<body::Incoming>,
}

impl MessageBody for Held {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.bytes.len() as u64)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.sent {
            return Poll::Ready(None);
        }
        self.sent = true;
        Poll::Ready(Some(Ok(self.bytes.clone())))
    }
}
