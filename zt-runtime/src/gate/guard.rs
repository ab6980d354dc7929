//! Runs what users wrote: within its time, and without letting a panic out.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::edge::Reading;
use crate::endpoint::{CallFuture, Cx, Entry};
use crate::problem::Refusal;
use crate::reply::Response;
use crate::route::Route;

/// The panic's message is on standard error by then; its payload is nobody's business.
#[derive(Debug)]
pub(super) struct Panicked;

/// Nothing that unwinding could leave half done is used afterwards: the request is refused.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| Panicked)
}

/// Calls the handler. Every way in which it can fail to answer is a refusal (A-03, X30).
pub(super) async fn call(route: &Route, cx: &Cx, reading: &Reading) -> Response {
    let limit = route.effective.limits.time.duration();
    match tokio::time::timeout(limit, run(route.entry, cx)).await {
        Ok(response) => response,
        Err(_) if reading.goes_on() => cx.refuse(&Refusal::BodyTooSlow),
        Err(_) => cx.refuse(&Refusal::TimedOut),
    }
}

/// The same for as long as it takes.
pub(super) async fn run(entry: Entry, cx: &Cx) -> Response {
    let Ok(handler) = caught(|| (entry.call)(cx)) else { return panicked(cx) };
    match Guarded(Some(handler)).await {
        Ok(response) => response,
        Err(Panicked) => panicked(cx),
    }
}

fn panicked(cx: &Cx) -> Response {
    tracing::error!(trace = cx.trace(), endpoint = cx.contract().name, "a handler panicked");
    cx.refuse(&Refusal::Internal("panicked"))
}

/// Lets a stage of the gate run, and no panic out of it.
pub(super) async fn guarded<F: Future>(stage: F) -> Result<F::Output, Panicked> {
    let mut stage = pin!(stage);
    poll_fn(|context| match caught(|| stage.as_mut().poll(context)) {
        Ok(polled) => polled.map(Ok),
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

/// A handler's future, whose panics end here: in `poll`, and when it is dropped.
struct Guarded<'r>(Option<CallFuture<'r>>);

impl Future for Guarded<'_> {
    type Output = Result<Response, Panicked>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(handler) = self.0.as_mut() else { return Poll::Ready(Err(Panicked)) };
        match caught(|| handler.as_mut().poll(context)) {
            Ok(polled) => polled.map(Ok),
            Err(panicked) => {
                self.end();
                Poll::Ready(Err(panicked))
            }
        }
    }
}

impl Guarded<'_> {
    fn end(&mut self) {
        let handler = self.0.take();
        let _ = caught(|| drop(handler));
    }
}

impl Drop for Guarded<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests")]
    use std::task::Waker;

    use super::*;

    /// A handler that panics when it is polled, and once more when it is dropped.
    struct Bomb {
        waits: bool,
    }

    impl Future for Bomb {
        type Output = Response;

        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Response> {
            if self.waits { Poll::Pending } else { panic!("polled") }
        }
    }

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }

    fn polled(guarded: &mut Guarded<'_>) -> Poll<Result<Response, Panicked>> {
        Pin::new(guarded).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn x30_a_handler_that_panics_as_it_is_given_up_lets_nothing_out() {
        let mut guarded = Guarded(Some(Box::pin(Bomb { waits: true })));
        assert!(polled(&mut guarded).is_pending());
        drop(guarded);
    }

    #[test]
    fn x30_a_handler_that_panicked_is_gone_and_never_polled_again() {
        let mut guarded = Guarded(Some(Box::pin(Bomb { waits: false })));
        assert!(matches!(polled(&mut guarded), Poll::Ready(Err(Panicked))));
        assert!(guarded.0.is_none());
        assert!(matches!(polled(&mut guarded), Poll::Ready(Err(Panicked))));
    }
}
