//! What a handler takes to answer with a stream, and what it returns once that is over.

use std::fmt;
use std::future::{Future, pending};
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::Outlet;
use crate::Endpoint;
use crate::argument::{Argument, Gathering};
use crate::disclose::{Disclose, View};
use crate::endpoint::Cx;
use crate::evidence::Identified;
use crate::input::Pending;
use crate::manifest::Noted;
use crate::object::{Authorize, ReadingAction, may};
use crate::problem::{Problem, Refusal};
use crate::reply::{Described, PlainView, Respond, Response, sealed::Sealed};

/// A stream of views to the caller: server-sent events. The endpoint says `stream`; the handler opens it, sends, and runs for as
/// long as it is open.
///
/// ```
/// use zt::prelude::*;
///
/// # /// Look at lamps.
/// # #[derive(Scope)]
/// # #[scope("lamps:read", reads)]
/// # pub struct LampsRead;
/// # #[derive(Id)]
/// # pub struct LampId(u64);
/// # #[derive(Resource)]
/// # #[resource(id = LampId, store = Lamps, load = Lamps::find, owner = owner, tenancy = single, owner_may(Read))]
/// # pub struct Lamp { id: LampId, owner: Subject, on: bool }
/// # #[derive(Disclose)]
/// # #[disclose(of = Lamp)]
/// # pub struct LampView { pub on: bool }
/// # impl From<&Lamp> for LampView {
/// #     fn from(lamp: &Lamp) -> Self { Self { on: lamp.on } }
/// # }
/// # pub struct Lamps;
/// # #[zt::store]
/// # impl Lamps {
/// #     pub async fn find(&self, _: &LampId, _: Loading<'_>) -> zt::Result<Option<Lamp>> { Ok(None) }
/// #     pub async fn next_switched(&self, _: &impl Proves<LampsRead>) -> Option<Lamp> { None }
/// # }
/// /// My lamps, each time somebody switches one.
/// #[zt::get("/lamps/switched", scopes(LampsRead), stream)]
/// async fn watch_lamps(
///     caller: &Caller<watch_lamps>,
///     lamps: Data<Lamps>,
///     events: &Events<LampView>,
/// ) -> Streamed {
///     let stream = events.open();
///     while let Some(lamp) = lamps.next_switched(caller).await {
///         stream.send::<Read>(&lamp).await;
///     }
///     Ok(stream.end())
/// }
/// # fn main() {}
/// ```
///
/// It is lent: it can't be cloned, kept or moved into a task.
pub struct Events<V> {
    outlet: Rc<Outlet>,
    view: PhantomData<fn(V)>,
}

impl<V> Events<V> {
    /// Opens the stream: what comes before is an answer like any other, within the endpoint's time, and may be a
    /// [`Problem`]. What comes after may take as long as the caller has the right to listen, an hour at most.
    pub fn open(&self) -> EventStream<'_, V> {
        self.outlet.open();
        EventStream { outlet: &self.outlet, view: PhantomData }
    }
}

/// A stream that is open.
///
/// Sending waits until the connection took what was sent before. Once the caller's credential has expired or was taken back,
/// or the caller went away, it waits for ever, and the handler is dropped there.
#[must_use = "a stream that nobody sends to is closed with `stream.end()`"]
pub struct EventStream<'e, V> {
    outlet: &'e Outlet,
    view: PhantomData<fn(V)>,
}

impl<V> EventStream<'_, V> {
    /// Sends a view of `row`, if the caller may do `A` with it: the tenant is compared and the policy asked now, for the
    /// caller as they stand now. `false` means that they may not, and learned nothing of it.
    pub fn send<'s, A: ReadingAction>(&'s self, row: &'s V::Of) -> Sending<'s, bool>
    where
        V: View,
        V::Of: Authorize<A>,
    {
        Sending::by(async move {
            let turn = self.outlet.turn().await;
            if !may::<V::Of, A>(row, &turn.identity) {
                self.outlet.withhold();
                return false;
            }
            self.outlet.put(turn, &V::view(row)).await;
            true
        })
    }

    /// Sends a plain view: one that shows nobody's object.
    pub fn send_plain<'s>(&'s self, view: V) -> Sending<'s, ()>
    where
        V: PlainView + 's,
    {
        Sending::by(async move {
            let turn = self.outlet.turn().await;
            self.outlet.put(turn, &view).await;
        })
    }

    /// Has nothing more to tell, and leaves the stream open for as long as the caller has the right to it: for a socket, whose
    /// messages are answered by handlers of their own.
    pub async fn stay_open(self) -> Ended {
        pending::<()>().await;
        self.end()
    }

    /// Closes the stream: there is nothing more to tell.
    pub fn end(self) -> Ended {
        Ended(())
    }
}

/// An event on its way, which goes out where it is awaited. A type of its own, so that a view that can't be sent is one error.
#[must_use = "an event is sent by `.await`"]
pub struct Sending<'s, T>(Pin<Box<dyn Future<Output = T> + 's>>);

impl<'s, T> Sending<'s, T> {
    fn by(sending: impl Future<Output = T> + 's) -> Self {
        Self(Box::pin(sending))
    }
}

impl<T> Future for Sending<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.0.as_mut().poll(context)
    }
}

/// That a stream was opened and is over: [`EventStream::end`] gives it.
#[derive(Debug)]
pub struct Ended(());

/// What a streaming handler answers: a stream that it ended, or a problem. One that comes after the stream was opened can't be
/// told to the caller: it ends the stream, and stands in the audit log.
pub type Streamed = Result<Ended, Problem>;

/// The endpoint says `stream`. Emitted by the endpoint's macro.
#[diagnostic::on_unimplemented(
    message = "the rule of `{Self}` does not say that it streams [ZT1002]",
    label = "an answer that goes on",
    note = "whoever reads the rule must see that the answer goes on, and for how long a decision holds; the gate decides again while it does",
    note = "help: say it in the annotation: `#[zt::get(.., stream)]`"
)]
pub trait Streams: Identified {}

impl<V: Disclose + 'static, E: Endpoint + Streams> Argument<E> for Events<V> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        let cx = gathering.cx();
        cx.note(Noted::stream::<V>);
        match cx.outlet() {
            Some(outlet) => Pending::ready(Self { outlet, view: PhantomData }),
            None => gathering.refuse(Refusal::Internal("no_stream")),
        }
    }
}

/// What a handler can answer whose endpoint says `stream`.
#[diagnostic::on_unimplemented(
    message = "a streaming endpoint can't answer `{Self}` [ZT1001]",
    label = "not a stream",
    note = "the word `stream` or `socket` in the rule would promise an answer that is decided about again while it goes on; this one comes whole",
    note = "help: take `events: &Events<OrderView>`, send to `events.open()`, and answer `Streamed`",
    note = "help: for an answer that comes whole drop `stream` or `socket` from the annotation"
)]
pub trait StreamAnswer: Respond {}

impl StreamAnswer for Streamed {}

impl Sealed for Ended {}
impl Respond for Ended {
    fn respond(self, _: &Cx) -> Response {
        Response::empty(200)
    }
}

/// What it shows is told by [`Events`].
impl Described for Ended {
    fn describe(_: &mut Noted) {}
}

impl<V> fmt::Debug for Events<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events(..)")
    }
}

impl<T> fmt::Debug for Sending<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending(..)")
    }
}

impl<V> fmt::Debug for EventStream<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream(..)")
    }
}
