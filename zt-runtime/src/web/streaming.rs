//! A stream as actix-http takes it: server-sent events.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_http::body::{BodySize, MessageBody};
use actix_server::GracefulShutdownSignal;
use bytes::Bytes;

use super::connection::Connection;
use crate::stream::{End, Frame, OpenStream};

/// A comment line (WHATWG HTML §9.2.6).
const COMMENT: &[u8] = b":\n\n";

/// The rest of an answer, for as long as it comes, the client is there and the service runs.
pub(super) struct Streaming {
    pub(super) stream: Box<OpenStream>,
    connection: Rc<Connection>,
    draining: Pin<Box<dyn Future<Output = ()>>>,
}

impl Streaming {
    pub(super) fn new(
        stream: Box<OpenStream>,
        connection: Rc<Connection>,
        draining: Option<&GracefulShutdownSignal>,
    ) -> Self {
        let draining: Pin<Box<dyn Future<Output = ()>>> = match draining.cloned() {
            Some(draining) => Box::pin(async move { draining.notified().await }),
            None => Box::pin(std::future::pending()),
        };
        Self { stream, connection, draining }
    }

    /// What goes out next; `None` at the end.
    pub(super) fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Frame>> {
        if !self.connection.has_client() {
            self.stream.finish(End::Gone);
        } else if self.draining.as_mut().poll(context).is_ready() {
            self.stream.finish(End::Shutdown);
        }
        self.stream.poll_frame(context)
    }
}

impl MessageBody for Streaming {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.poll_frame(context).map(|frame| frame.map(|frame| Ok(written(&frame))))
    }
}

/// JSON has no line ends of its own, so it is one line of data.
fn written(frame: &Frame) -> Bytes {
    match frame {
        Frame::Event(json) | Frame::Answer(json) => [b"data: ", &**json, b"\n\n"].concat().into(),
        Frame::Alive => Bytes::from_static(COMMENT),
    }
}
