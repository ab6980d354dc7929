//! Replies and their way onto the wire.

use std::fmt;

use bytes::Bytes;

use super::Response;
use crate::disclose::{self, Disclose, PlainField, ViewOf, WriteFault};
use crate::endpoint::Cx;
use crate::identity::Identity;
use crate::problem::{Problem, Refusal};

/// A view on its way out: `Reply::of(&evidence)` for a view of a resource, `Reply(view)` for a plain one.
pub struct Reply<T> {
    view: T,
    /// Fixed where the view is made, so that a type that is no view is one error, there.
    write: fn(&T, Option<&Identity>) -> Result<Vec<u8>, WriteFault>,
    status: u16,
}

/// A reply of a plain view: one that shows nobody's object.
#[allow(non_snake_case, reason = "reads as a constructor, and can't be used as a pattern")]
pub fn Reply<T: PlainView>(view: T) -> Reply<T> {
    Reply { view, write: disclose::to_json, status: 200 }
}

/// A view that shows nobody's object: `#[disclose(plain)]`, or a list of such.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be replied without evidence [ZT0601]",
    label = "not a plain view",
    note = "only a view that shows nobody's object goes out without a proof",
    note = "help: for a view of a resource pass the proof: `Reply::of(order)`",
    note = "help: for anything else write `#[derive(Disclose)] #[disclose(plain)]` above the struct"
)]
pub trait PlainView: Disclose + PlainField {}

#[diagnostic::do_not_recommend]
impl<T: Disclose + PlainField> PlainView for T {}

impl<T> Reply<T> {
    /// The view of what the evidence holds.
    #[must_use]
    pub fn of<Ev>(evidence: &Ev) -> Self
    where
        T: ViewOf<Ev>,
    {
        Self { view: T::view_of(evidence), write: disclose::to_json, status: 200 }
    }

    /// The same with the status 201 Created (RFC 9110 §15.3.2).
    #[must_use]
    pub fn created(self) -> Self {
        Self { status: 201, ..self }
    }

    /// The text of the view, as `reader` may see it.
    pub(crate) fn written(&self, reader: Option<&Identity>) -> Result<Vec<u8>, WriteFault> {
        (self.write)(&self.view, reader)
    }

    /// The same with the status 202 Accepted (RFC 9110 §15.3.3).
    #[must_use]
    pub fn accepted(self) -> Self {
        Self { status: 202, ..self }
    }
}

impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

/// What most handlers answer: a reply, or a problem (RFC 9457).
pub type Answer<T> = Result<Reply<T>, Problem>;

/// 204 No Content (RFC 9110 §15.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

/// What a handler can answer. Sealed by being implemented for zt's own types only.
#[diagnostic::on_unimplemented(
    message = "a handler can't answer `{Self}` [ZT0205]",
    label = "not an answer",
    note = "what leaves the service is a view with chosen fields, so that nothing goes out with the rest",
    note = "help: answer `Answer<V>`, `NoContent`, `Download`, `Redirect<S>`, or a `Result<T, Problem>` of one of them"
)]
pub trait Respond: sealed::Sealed {
    #[doc(hidden)]
    fn respond(self, cx: &Cx) -> Response;
}

pub(crate) mod sealed {
    /// Only what zt answers with is sealed in.
    pub trait Sealed {}
}

impl<T> sealed::Sealed for Reply<T> {}
impl<T> Respond for Reply<T> {
    fn respond(self, cx: &Cx) -> Response {
        match self.written(cx.identity()) {
            Ok(body) => {
                let headers = vec![("content-type", "application/json".to_owned())];
                Response::whole(self.status, headers, Bytes::from(body))
            }
            Err(fault) => {
                tracing::error!(trace = cx.trace(), ?fault, "the reply could not be written");
                cx.refuse(&Refusal::Internal("reply_failed"))
            }
        }
    }
}

impl sealed::Sealed for NoContent {}
impl Respond for NoContent {
    fn respond(self, _: &Cx) -> Response {
        Response::empty(204)
    }
}

impl<T: Respond> sealed::Sealed for Result<T, Problem> {}
#[diagnostic::do_not_recommend]
impl<T: Respond> Respond for Result<T, Problem> {
    fn respond(self, cx: &Cx) -> Response {
        match self {
            Ok(answer) => answer.respond(cx),
            Err(problem) => {
                cx.set_reason(problem.reason());
                problem.into_response(cx.trace())
            }
        }
    }
}

impl sealed::Sealed for super::Download {}
impl<S: super::Site> sealed::Sealed for super::Redirect<S> {}

/// What a probe can answer: that it lives, or a problem.
#[diagnostic::on_unimplemented(
    message = "a probe can't answer `{Self}` [ZT0210]",
    label = "not for a probe",
    note = "public(probe) says whether the service lives, and tells nothing else to whoever asks",
    note = "help: answer `NoContent` or `Result<NoContent, Problem>`; for more write `public(why = \"..\")` with a reason"
)]
pub trait ProbeAnswer: Respond {}

impl ProbeAnswer for NoContent {}
impl ProbeAnswer for Result<NoContent, Problem> {}

/// What a message can be answered with: a view, nothing, or a problem.
#[diagnostic::on_unimplemented(
    message = "a message can't be answered with `{Self}` [ZT1016]",
    label = "not for a message",
    note = "over a socket go results and problems (JSON-RPC 2.0 §5); a file, another address or a stream has no place there",
    note = "help: answer `Answer<V>`, `NoContent` or a `Result<NoContent, Problem>`"
)]
pub trait MessageAnswer: Respond {}

impl<T> MessageAnswer for Reply<T> {}
impl MessageAnswer for NoContent {}
#[diagnostic::do_not_recommend]
impl<T: MessageAnswer> MessageAnswer for Result<T, Problem> {}
