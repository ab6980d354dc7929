//! Everything is there: the arguments are lent to the handler, and it is called.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use crate::endpoint::{CallFuture, Cx};
use crate::input::Pending;
use crate::object::InPath;
use crate::problem::Refusal;
use crate::reply::{MessageAnswer, ProbeAnswer, Respond};
use crate::stream::StreamAnswer;

/// The last argument of every handler: handlers are called by the gate, never by each other.
#[derive(Debug)]
pub struct OnlyTheGate(());

/// A call whose arguments are settled. Only the gathering makes one.
#[derive(Clone, Copy)]
pub struct Settled<'r>(&'r Cx);

impl<'r> Settled<'r> {
    pub(super) const fn new(cx: &'r Cx) -> Self {
        Self(cx)
    }

    /// An argument that the handler borrows: it is kept with the request, and gone with it.
    #[must_use]
    pub fn lend<T: 'static>(self, pending: Pending<T>) -> Option<&'r T> {
        let value = self.own(pending)?;
        self.0.keep(value)
    }

    /// An argument that the handler may own.
    #[must_use]
    pub fn own<T>(self, pending: Pending<T>) -> Option<T> {
        let value = pending.settled();
        if value.is_none() {
            self.0.decide(Refusal::Internal("argument_missing"));
        }
        value
    }

    /// The way into the handler.
    #[must_use]
    pub const fn enter(self) -> OnlyTheGate {
        OnlyTheGate(())
    }
}

impl fmt::Debug for Settled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Settled").field(self.0).finish()
    }
}

/// What a handler is about to answer.
pub struct Answering<'r, T>(CallFuture<'r>, PhantomData<fn() -> T>);

impl<'r, T> Answering<'r, T> {
    pub(super) fn erased(self) -> CallFuture<'r> {
        self.0
    }
}

impl<T> fmt::Debug for Answering<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering(..)")
    }
}

/// Compares two objects of one path.
pub fn within<O, I: InPath<O>>(settled: Settled<'_>, outer: &O, inner: &I) -> bool {
    let belongs = inner.belongs_to(outer);
    if !belongs {
        settled.0.decide(Refusal::NotFound("not_within"));
    }
    belongs
}

/// Runs the handler to its answer.
pub fn respond<'r, T: Respond>(
    settled: Settled<'r>,
    answer: impl Future<Output = T> + 'r,
) -> Answering<'r, T> {
    Answering(Box::pin(async move { answer.await.respond(settled.0) }), PhantomData)
}

/// Runs a probe to its answer.
pub fn respond_probe<'r, T: ProbeAnswer>(
    settled: Settled<'r>,
    answer: impl Future<Output = T> + 'r,
) -> Answering<'r, T> {
    Answering(Box::pin(async move { answer.await.respond(settled.0) }), PhantomData)
}

/// Runs a message's handler to its answer.
pub fn respond_message<'r, T: MessageAnswer>(
    settled: Settled<'r>,
    answer: impl Future<Output = T> + 'r,
) -> Answering<'r, T> {
    Answering(Box::pin(async move { answer.await.respond(settled.0) }), PhantomData)
}

/// Runs a handler that streams to the end of its stream.
pub fn respond_stream<'r, T: StreamAnswer>(
    settled: Settled<'r>,
    answer: impl Future<Output = T> + 'r,
) -> Answering<'r, T> {
    Answering(Box::pin(async move { answer.await.respond(settled.0) }), PhantomData)
}
