//! The bytes of one connection, on their way between socket and dispatcher.
//!
//! Three things that the dispatcher doesn't do are done here: every request head has a time limit, not only the first
//! on a connection (slowloris, X22); a client that doesn't read its answer is given up; and what the dispatcher answers
//! by itself becomes the gate's answer ([`Foreign`]).

use std::fmt;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_rt::net::TcpStream;
use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::connection::Connection;
use super::foreign::Foreign;
use crate::gate::Gate;

/// From the first byte of a request's head to its last. Above the dispatcher's own limit for a first request, which
/// answers 408.
const HEAD: Duration = Duration::from_secs(8);

/// A client that takes nothing of its answer for so long is gone.
const TAKE: Duration = Duration::from_secs(20);

/// A connection's stream.
pub(super) struct Wire {
    stream: TcpStream,
    connection: Rc<Connection>,
    gate: Arc<Gate>,
    peer: IpAddr,
    /// Written by us, ahead of what the dispatcher writes next.
    ahead: BytesMut,
    /// The limit of the head that is coming in, and how many requests there had been when it began.
    head: Option<(Pin<Box<Sleep>>, u64)>,
    take: Option<Pin<Box<Sleep>>>,
    /// Whether any byte ever came.
    spoke: bool,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, gate: Arc<Gate>, peer: IpAddr) -> Self {
        let (connection, ahead) = (Rc::default(), BytesMut::new());
        Self { stream, connection, gate, peer, ahead, head: None, take: None, spoke: false }
    }

    pub(super) fn connection(&self) -> Rc<Connection> {
        Rc::clone(&self.connection)
    }

    /// Whether a head has been coming in for too long. Nothing is measured while the gate works: a body has the
    /// endpoint's limit.
    fn head_is_late(&mut self, got_bytes: bool, context: &mut Context<'_>) -> bool {
        let begun = self.connection.begun();
        if self.connection.is_busy() || self.head.as_ref().is_some_and(|(_, at)| *at != begun) {
            self.head = None;
        }
        if self.connection.is_busy() {
            return false;
        }
        if got_bytes && self.head.is_none() {
            self.head = Some((Box::pin(sleep(HEAD)), begun));
        }
        let late =
            |(limit, _): &mut (Pin<Box<Sleep>>, u64)| limit.as_mut().poll(context).is_ready();
        self.head.as_mut().is_some_and(late)
    }

    /// The dispatcher's own answer, replaced; `None` if `written` is the gate's.
    fn replaced(&self, written: &[u8]) -> Option<Vec<u8>> {
        if self.connection.ends_in_lookalike() {
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
            self.ahead.advance(count);
        }
        Poll::Ready(Ok(()))
    }

    fn in_time(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.take = None;
            return match written {
                Poll::Ready(Ok(0)) => Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => written,
            };
        }
        let limit = self.take.get_or_insert_with(|| Box::pin(sleep(TAKE)));
        ready!(limit.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let got_bytes = buffer.filled().len() > before;
        self.spoke |= got_bytes;
        if self.head_is_late(got_bytes, context) && !got_bytes {
            // As if the client had gone.
            return Poll::Ready(Ok(()));
        }
        read
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
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_ahead(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("peer", &self.peer).finish_non_exhaustive()
    }
}
