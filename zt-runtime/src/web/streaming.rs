//! A stream as actix-http takes it.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_http::body::{BodySize, MessageBody};
use actix_server::GracefulShutdownSignal;
use bytes::Bytes;

use super::connection::Connection;
use crate::stream::{End, OpenStream};

/// The rest of an answer, for as long as it comes, the client is there and the service runs.
pub(super) struct Streaming {
    stream: Box<OpenStream>,
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
        let this = &mut *self;
        if !this.connection.has_client() {
            this.stream.finish(End::Gone);
        } else if this.draining.as_mut().poll(context).is_ready() {
            this.stream.finish(End::Shutdown);
        }
        this.stream.poll_frame(context).map(|frame| frame.map(Ok))
    }
}
