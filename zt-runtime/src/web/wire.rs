//! The bytes of one connection, on their way between socket and dispatcher.
//!
//! Four things that the dispatcher doesn't do are done here: only what has one reading goes on to it ([`Framing`]); every
//! request head has a time limit, not only the first on a connection (slowloris, X22); a client that doesn't read its
//! answer is given up; and what the dispatcher answers by itself becomes the gate's answer ([`Foreign`]).

use std::fmt;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::connection::Connection;
use super::foreign::Foreign;
use super::framing::Framing;
use super::stream::Stream;
use crate::gate::Gate;

/// From the first byte of a request's head to its last. Above the dispatcher's own limit for a first request, which
/// answers 408.
const HEAD: Duration = Duration::from_secs(8);

/// A client that takes nothing of its answer for so long is gone.
const TAKE: Duration = Duration::from_secs(20);

/// A connection's stream.
pub(super) struct Wire {
    stream: Stream,
    connection: Rc<Connection>,
    gate: Arc<Gate>,
    peer: IpAddr,
    /// Written by us, ahead of what the dispatcher writes next.
    ahead: BytesMut,
    framing: Framing,
    /// The limit of the head that is coming in.
    head: Option<Pin<Box<Sleep>>>,
    take: Option<Pin<Box<Sleep>>>,
    /// Whether any byte ever came.
    spoke: bool,
    /// The client sends no more.
    ended: bool,
}

impl Wire {
    pub(super) fn new(
        stream: Stream,
        connection: Connection,
        gate: Arc<Gate>,
        peer: IpAddr,
    ) -> Self {
        Self {
            stream,
            connection: Rc::new(connection),
            gate,
            peer,
            ahead: BytesMut::new(),
            framing: Framing::default(),
            head: None,
            take: None,
            spoke: false,
            ended: false,
        }
    }

    pub(super) fn connection(&self) -> Rc<Connection> {
        Rc::clone(&self.connection)
    }

    /// Whether a head has been coming in for too long. Nothing is measured while the gate works: a body has the
    /// endpoint's limit.
    fn head_is_late(&mut self, context: &mut Context<'_>) -> bool {
        if self.connection.is_busy() || !self.framing.is_in_head() {
            self.head = None;
            return false;
        }
        self.head.get_or_insert_with(|| Box::pin(sleep(HEAD))).as_mut().poll(context).is_ready()
    }

    /// Whether the dispatcher is to take it that the client has gone.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        self.head_is_late(context)
            || self.framing.has_had_enough()
            || (self.ended && !self.framing.waits_for(&self.connection))
    }

    /// Holds what the socket has. `buffer` is as empty afterwards as it was before.
    fn poll_hold(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.framing.is_full() || self.ended {
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let came = buffer.filled().get(before..).unwrap_or_default();
        self.ended = came.is_empty();
        if self.ended {
            self.connection.client_ended();
        }
        self.spoke |= !came.is_empty();
        self.framing.hold(came);
        buffer.set_filled(before);
        Poll::Ready(Ok(()))
    }

    /// The dispatcher's own answer, replaced; `None` if `written` is the gate's.
    fn replaced(&self, written: &[u8]) -> Option<Vec<u8>> {
        if self.connection.ends_in_lookalike() || self.connection.is_upgraded() {
            return None;
        }
        let foreign = Foreign::find(written)?;
        // A broken body belongs to a request that has its answer and its record; a connection on which nobody asked
        // anything made no request.
        if self.connection.has_open_body() || !self.spoke {
            return Some(foreign.before.to_vec());
        }
        Some(foreign.replaced_by(&self.gate.answer_unreadable(self.peer, foreign.refusal())))
    }

    fn poll_ahead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.connection.take_continue() {
            self.ahead.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
        while !self.ahead.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(context, &self.ahead);
            let count = ready!(self.in_time(written, context))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.ahead.advance(count);
        }
        Poll::Ready(Ok(()))
    }

    /// What was tried, unless the client has taken nothing for too long.
    fn in_time<T>(
        &mut self,
        tried: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.take = None;
            return tried;
        }
        let limit = self.take.get_or_insert_with(|| Box::pin(sleep(TAKE)));
        // What waits here was meant for somebody who may have lost the right to it meanwhile (C-03).
        if limit.as_mut().poll(context).is_pending() && !self.connection.is_cut(context) {
            return Poll::Pending;
        }
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let wire = &mut *self;
            if wire.framing.pass_on(&wire.connection, buffer) || wire.is_over(context) {
                return Poll::Ready(Ok(()));
            }
            if wire.poll_hold(context, buffer)?.is_pending() {
                break;
            }
        }
        if !self.framing.is_empty() {
            self.connection.wait(context.waker());
        }
        Poll::Pending
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        written: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_ahead(context))?;
        if let Some(replaced) = self.replaced(written) {
            self.ahead.extend_from_slice(&replaced);
            return Poll::Ready(Ok(written.len()));
        }
        let polled = Pin::new(&mut self.stream).poll_write(context, written);
        self.in_time(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_ahead(context))?;
        // TLS takes bytes that the socket doesn't: what waits here is an answer that nobody reads, too.
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.in_time(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_ahead(context))?;
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.in_time(shut, context)
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("peer", &self.peer).finish_non_exhaustive()
    }
}
