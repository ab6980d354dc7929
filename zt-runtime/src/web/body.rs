//! A request's body as actix-http feeds it.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use actix_http::Payload;
use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use tokio::time::timeout;

use super::connection::Connection;
use crate::endpoint::{BodyFault, BodySource, ReadBody, Watch};

/// A client that sends nothing for so long is too slow, however long the endpoint may take as a whole.
const STALL: Duration = Duration::from_secs(5);

/// The stream, held by the handler's side and by the answer: while anybody holds it, the dispatcher knows that it
/// wasn't read.
#[derive(Clone)]
pub(super) struct Incoming {
    payload: Rc<RefCell<Payload>>,
    connection: Rc<Connection>,
    /// The client waits for `100 Continue`.
    expects: bool,
}

impl Incoming {
    pub(super) fn new(payload: Payload, connection: Rc<Connection>, expects: bool) -> Self {
        Self { payload: Rc::new(RefCell::new(payload)), connection, expects }
    }

    /// The stream as it came, for who reads it in our place.
    #[cfg(feature = "actix")]
    pub(super) fn take_back(&self) -> Payload {
        self.payload.replace(Payload::None)
    }

    pub(super) fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyFault>>> {
        let mut payload = self.payload.borrow_mut();
        let polled = Pin::new(&mut *payload).poll_next(context);
        if matches!(polled, Poll::Ready(None)) {
            self.connection.body_ended();
        }
        polled.map_err(|_| BodyFault::Broken)
    }

    /// Whether the client sent all of it. What came and nobody wants is thrown away.
    pub(super) fn has_ended(&self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        while self.connection.has_open_body() {
            let Poll::Ready(Some(Ok(_))) = self.poll(&mut context) else { break };
        }
        !self.connection.has_open_body()
    }

    async fn next(&self) -> Result<Option<Bytes>, BodyFault> {
        let chunk = timeout(STALL, poll_fn(|context| self.poll(context))).await;
        chunk.map_err(|_| BodyFault::TooSlow)?.transpose()
    }

    async fn collect(self, limit: u64, mut watch: Watch) -> Result<Bytes, BodyFault> {
        if self.expects {
            self.connection.ask_to_continue();
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.next().await? {
            if chunk.len() > limit - whole.len() {
                return Err(BodyFault::TooLarge);
            }
            watch(&chunk);
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}

impl BodySource for Incoming {
    fn read(self: Box<Self>, limit: u64, watch: Watch) -> ReadBody<'static> {
        Box::pin(self.collect(limit, watch))
    }
}
