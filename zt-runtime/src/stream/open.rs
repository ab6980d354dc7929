//! A stream that is open: what the connection takes from it, and what the audit log hears at its end.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::sync::mpsc::Receiver;

use super::{End, Line, Outlet, Seat, Watch};
use crate::audit::{Audit, Record};
use crate::clock::Clock;
use crate::endpoint::Cx;
use crate::gate::Gate;
use crate::problem::Refusal;
use crate::reply::Response;

/// What goes out over a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A view, as JSON.
    Event(Bytes),
    /// What came of a message, as JSON-RPC has it.
    Answer(Bytes),
    /// Nothing, written: a connection that is dead is noticed by that.
    Alive,
}

/// A handler at work on its stream, out of which no panic comes.
pub(crate) struct Handling {
    pub(crate) running: Pin<Box<dyn Future<Output = Response>>>,
    pub(crate) cx: Rc<Cx>,
    pub(crate) outlet: Rc<Outlet>,
    pub(crate) frames: Receiver<Bytes>,
    pub(crate) seat: Seat,
    /// Where it is a socket.
    pub(crate) talk: Option<Talk>,
}

/// What is said over a socket: one message after the other.
pub(crate) struct Talk {
    pub(crate) gate: Arc<Gate>,
    pub(crate) line: Rc<Line>,
    /// The longest text that a client may send.
    pub(crate) most: usize,
    /// The message that is being answered.
    answering: Option<Answering>,
}

type Answering = Pin<Box<dyn Future<Output = Bytes>>>;

impl Talk {
    pub(crate) const fn new(gate: Arc<Gate>, line: Rc<Line>, most: usize) -> Self {
        Self { gate, line, most, answering: None }
    }

    fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Bytes> {
        let Some(answering) = &mut self.answering else { return Poll::Pending };
        let polled = answering.as_mut().poll(context);
        if polled.is_ready() {
            self.answering = None;
        }
        polled
    }
}

impl Handling {
    /// Until the handler opened its stream (`None`), or answered without.
    pub(crate) fn poll_opening(&mut self, context: &mut Context<'_>) -> Poll<Option<Response>> {
        if self.outlet.is_open() {
            return Poll::Ready(None);
        }
        let polled = self.running.as_mut().poll(context);
        if !self.outlet.is_open() {
            return polled.map(Some);
        }
        if let Poll::Ready(response) = polled {
            // It is through already: its events are to be sent first.
            self.running = Box::pin(ready(response));
        }
        Poll::Ready(None)
    }
}

/// The rest of an answer that is a stream. Dropping it ends the stream: the client went away.
pub(crate) struct OpenStream {
    /// `None` once it is over.
    handling: Option<Handling>,
    /// The handler has returned, with this status.
    handled: Option<u16>,
    end: Option<End>,
    log: Option<Log>,
}

/// Where the end is written.
struct Log {
    audit: Audit,
    clock: Clock,
    /// As it was at the beginning.
    record: Record,
}

impl OpenStream {
    pub(crate) const fn new(
        handling: Handling,
        audit: Audit,
        clock: Clock,
        record: Record,
    ) -> Self {
        let log = Some(Log { audit, clock, record });
        Self { handling: Some(handling), handled: None, end: None, log }
    }

    /// What follows on the head of one: nothing.
    pub(crate) const fn none() -> Self {
        Self { handling: None, handled: None, end: None, log: None }
    }

    /// What goes out next; `None` at the end.
    pub(crate) fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Frame>> {
        loop {
            let Some(handling) = &mut self.handling else { return Poll::Ready(None) };
            let watch = Rc::clone(handling.outlet.watch());
            if watch.poll(context).is_ready() {
                self.close();
                continue;
            }
            if watch.is_deciding() {
                return Poll::Pending;
            }
            // Only the handler puts one there, and only while it is polled here: there is nobody to wait for.
            if let Ok(frame) = handling.frames.try_recv() {
                return Poll::Ready(Some(Frame::Event(frame)));
            }
            if let Some(talk) = &mut handling.talk
                && let Poll::Ready(answer) = talk.poll_answer(context)
            {
                return Poll::Ready(Some(Frame::Answer(answer)));
            }
            if let Some(end) = self.end_of_handler() {
                self.finish(end);
                continue;
            }
            if watch.was_decided() {
                return Poll::Ready(Some(Frame::Alive));
            }
            if !self.poll_handler(context) {
                return Poll::Pending;
            }
        }
    }

    /// Whether it is a socket on which the next message can be heard: the one before is answered, and nothing is being decided.
    pub(crate) fn listens(&self) -> bool {
        self.handling.as_ref().is_some_and(|handling| {
            let idle = handling.talk.as_ref().is_some_and(|talk| talk.answering.is_none());
            idle && !handling.outlet.watch().is_deciding()
        })
    }

    /// The longest text that may come in over a socket.
    pub(crate) fn longest_message(&self) -> usize {
        let talk = self.handling.as_ref().and_then(|handling| handling.talk.as_ref());
        talk.map_or(0, |talk| talk.most)
    }

    /// Hears a message: what comes of it is one of the next frames.
    pub(crate) fn hear(&mut self, text: Bytes) {
        if let Some(talk) = self.handling.as_mut().and_then(|handling| handling.talk.as_mut()) {
            let (gate, line) = (Arc::clone(&talk.gate), Rc::clone(&talk.line));
            talk.answering = Some(Box::pin(async move { gate.hear(&line, text).await }));
        }
    }

    /// How it ended, once it did.
    pub(crate) const fn ended(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Ends it from outside.
    pub(crate) fn finish(&mut self, end: End) {
        if let Some(handling) = &self.handling {
            handling.outlet.watch().finish(end);
        }
        self.close();
    }

    /// Who decides about it, for the connection: a client that doesn't read must not hold a stream open that is over.
    pub(crate) fn watch(&self) -> Option<Rc<Watch>> {
        self.handling.as_ref().map(|handling| Rc::clone(handling.outlet.watch()))
    }

    /// Whether anything came of it: an event, an end.
    fn poll_handler(&mut self, context: &mut Context<'_>) -> bool {
        let Some(handling) = &mut self.handling else { return true };
        match handling.running.as_mut().poll(context) {
            Poll::Ready(response) => {
                self.handled = Some(response.status);
                true
            }
            Poll::Pending => !handling.frames.is_empty() || handling.outlet.failed().is_some(),
        }
    }

    fn end_of_handler(&self) -> Option<End> {
        let handling = self.handling.as_ref()?;
        if let Some(reason) = handling.outlet.failed() {
            return Some(End::Refused(Refusal::Internal(reason)));
        }
        Some(End::Handled(handling.cx.reason(), self.handled?))
    }

    /// The handler goes first, then the record is written with all that it did.
    fn close(&mut self) {
        let Some(handling) = self.handling.take() else { return };
        let Handling { running, cx, outlet, seat, talk, .. } = handling;
        drop(talk);
        drop(running);
        drop(seat);
        let end = outlet.watch().end().unwrap_or(End::Gone);
        if let Some(log) = self.log.take() {
            log.write(&end, &cx, &outlet);
        }
        self.end = Some(end);
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.finish(End::Gone);
    }
}

impl Log {
    /// A log that can't take it doesn't keep a stream open. The next record that it takes says how many it didn't (L-05).
    fn write(mut self, end: &End, cx: &Cx, outlet: &Outlet) {
        let Ok(permit) = self.audit.reserve() else {
            tracing::error!(trace = cx.trace(), ?end, "a stream ended unseen");
            return;
        };
        let (sent, withheld) = outlet.counts();
        self.record.end_of_stream(self.clock.now(), sent, withheld);
        cx.take_calls().into_iter().for_each(|call| self.record.add_call(call));
        let (outcome, reason, status) = end.recorded();
        permit.open(self.record).close(outcome, reason, status);
    }
}

impl fmt::Debug for OpenStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenStream").field("open", &self.handling.is_some()).finish_non_exhaustive()
    }
}
