//! What a handler may take: guarded arguments, and nothing of the raw request.

pub(crate) mod bind;
mod gathering;
mod header;
mod input;
pub(crate) mod settled;

pub(crate) use gathering::Media;
pub use gathering::{Calling, ElseUndescribed, Gathering};
pub use header::{Header, RequestHeader};

use crate::evidence::{Caller, Identified};
use crate::input::{Body, Input, Pending};
use crate::onward::{NextService, Onward};
use crate::{Data, Endpoint, Store};

/// An argument that the gate guards. [`Caller`](crate::Caller), [`Data`](crate::Data), [`Body`](crate::Body),
/// [`Query`](crate::Query), [`Form`](crate::Form), [`Header`] and what `#[derive(Argument)]` bundles of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no guarded argument [ZT0202]",
    label = "a handler can't take this",
    note = "whatever comes in past the gate is neither checked nor bounded",
    note = "help: in a handler take `&Caller<{E}>`, `&Query<T>`, `&Body<T>` or `&Form<T>`",
    note = "help: in a bundle own it: `Query<T>`, `Body<T>`, `Form<T>`, `Data<Orders>` or `Header<H>`",
    note = "an argument for a path parameter has the parameter's own name"
)]
pub trait Argument<E>: Sized {
    /// Asks for the argument; it is there once everything was gathered.
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self>;
}

/// An argument that a handler may own. Proofs and inputs are lent, so that they can't outlive the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no argument that a handler can own [ZT0202]",
    label = "a handler can't take this by value",
    note = "what comes in past the gate is neither checked nor bounded; proofs and inputs are lent, so that they can't outlive the request",
    note = "help: by reference take `&Caller<{E}>`, `&Query<T>`, `&Body<T>`, `&Form<T>` or a bundle with `#[derive(Argument)]`",
    note = "help: by value take `Data<Orders>` or `Header<H>`",
    note = "an argument for a path parameter has the parameter's own name"
)]
pub trait OwnedArgument<E>: Argument<E> {}

impl<T: Store, E: Endpoint> OwnedArgument<E> for Data<T> {}
#[diagnostic::do_not_recommend]
impl<H: header::HeaderValue, E: Endpoint> OwnedArgument<E> for Header<H> {}

/// The endpoint's method carries a body: POST, PUT, PATCH, and what messages say. Emitted by the endpoint's macro.
#[diagnostic::on_unimplemented(
    message = "the method of `{Self}` has no body [ZT0208]",
    label = "nothing to read here",
    note = "a body on GET, HEAD or DELETE has no meaning (RFC 9110 §9.3) and is where two servers disagree about a request",
    note = "help: take `&Query<T>`, or annotate with `#[zt::post(..)]`"
)]
pub trait TakesBody: Endpoint {}

/// What a message may take: who said it, what it says, stores, and services that are called onward. It has no path, query or
/// header of its own.
#[diagnostic::on_unimplemented(
    message = "a message can't take `{Self}` [ZT1015]",
    label = "not for a message",
    note = "what is said over a socket has a name and parameters, and nothing else of a request; a bundle could hold some of it",
    note = "help: take `&Body<T>` for what it says, `&Caller<{E}>`, `Data<Orders>` or `&Onward<T>`",
    note = "an object is a field of the body: `order: Authorized<Order, Read>`"
)]
pub trait MessageArgument<E>: Argument<E> {}

/// What a message may take by value. Proofs and inputs are lent, so that they can't outlive it.
#[diagnostic::on_unimplemented(
    message = "a message can't take `{Self}` [ZT1015]",
    label = "not for a message, by value",
    note = "what is said over a socket has a name and parameters, and nothing else of a request; proofs and inputs are lent, so that they can't outlive it",
    note = "help: take `&Body<T>` for what it says, `&Caller<{E}>`, `Data<Orders>` or `&Onward<T>`",
    note = "an object is a field of the body: `order: Authorized<Order, Read>`"
)]
pub trait OwnedMessageArgument<E>: OwnedArgument<E> {}

impl<T: Store, E: Endpoint> OwnedMessageArgument<E> for Data<T> {}

#[diagnostic::do_not_recommend]
impl<E: Endpoint + Identified> MessageArgument<E> for Caller<E> {}
#[diagnostic::do_not_recommend]
impl<T: Input + 'static, E: TakesBody> MessageArgument<E> for Body<T> {}
#[diagnostic::do_not_recommend]
impl<T: Store, E: Endpoint> MessageArgument<E> for Data<T> {}
#[diagnostic::do_not_recommend]
impl<T: NextService, E: Endpoint + Identified> MessageArgument<E> for Onward<T> {}

/// What a probe may take: the stores that tell whether the service is ready.
#[diagnostic::on_unimplemented(
    message = "a probe can't take `{Self}` [ZT0209]",
    label = "not for a probe",
    note = "public(probe) says whether the service lives, and does nothing else",
    note = "help: take nothing or `Data<Orders>`; for more write `public(why = \"..\")` with a reason"
)]
pub trait ProbeArgument: Sized {
    /// Asks for the argument.
    fn bind_probe(gathering: &mut Gathering<'_>) -> Pending<Self>;
}
