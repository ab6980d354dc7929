//! Refusals and problems: RFC 9457 documents that say what is wrong and nothing about what exists.
//!
//! [`Refusal`] is the gate's, [`Problem`] the handler's. Neither repeats anything that came with the request.

mod challenge;
mod document;
mod refusal;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

pub(crate) use refusal::{FieldFault, Reason, Refusal};

use crate::disclose::{self, PlainField};
use crate::error::Error;
use crate::reply::Response;
use document::Document;

/// Members that RFC 9457 §3.1 defines: a handler doesn't overwrite them.
const RESERVED: [&str; 5] = ["type", "title", "status", "detail", "instance"];

/// Why a handler gives no answer (RFC 9457, `application/problem+json`).
///
/// Title and detail are fixed texts: what a caller reads can't carry what the caller must not know. An error that
/// `?` turns into a problem is logged with the request's trace id, and its text never leaves the process.
///
/// ```
/// use zt::prelude::*;
///
/// fn first(notes: &[u32]) -> Result<u32, Problem> {
///     notes.first().copied().ok_or_else(Problem::not_found)
/// }
/// assert_eq!(first(&[]).map_err(|problem| problem.status()), Err(404));
/// ```
pub struct Problem {
    status: u16,
    kind: Option<&'static str>,
    title: &'static str,
    detail: Option<&'static str>,
    members: Vec<(&'static str, Value)>,
    cause: Option<Error>,
}

impl Problem {
    /// A problem of your own. `status` is 400 to 599; another number is answered as 500, since a refusal that looks
    /// like success is worse than one that looks like a fault.
    #[must_use]
    pub fn new(status: u16, title: &'static str) -> Self {
        let status = if (400..=599).contains(&status) { status } else { 500 };
        Self { status, kind: None, title, detail: None, members: Vec::new(), cause: None }
    }

    /// 404. The same document that the gate answers with when there is no such object, or it isn't the caller's.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404, "Not found").of_kind("not-found")
    }

    /// 409: the request contradicts the state that the object is in.
    #[must_use]
    pub fn conflict(detail: &'static str) -> Self {
        Self::new(409, "Conflict").of_kind("conflict").detail(detail)
    }

    /// 410: it was there, and is gone for good.
    #[must_use]
    pub fn gone() -> Self {
        Self::new(410, "Gone").of_kind("gone")
    }

    /// 422: well formed, and yet it makes no sense.
    #[must_use]
    pub fn unprocessable(detail: &'static str) -> Self {
        Self::new(422, "Unprocessable content").of_kind("unprocessable").detail(detail)
    }

    /// 413: more than the service takes.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(413, "Content too large").of_kind("too-large")
    }

    /// 403: the caller may not, and may know it. Where the object itself is a secret, use [`Problem::not_found`].
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(403, "Forbidden").of_kind("forbidden")
    }

    /// 503: something that the service needs doesn't answer; later it may.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(503, "Service unavailable").of_kind("unavailable")
    }

    /// 502: another service that the answer needs gave none.
    pub(crate) fn bad_gateway() -> Self {
        Self::new(502, "Bad gateway").of_kind("bad-gateway")
    }

    /// The same, with what went wrong, for the log alone.
    pub(crate) fn because(self, cause: Error) -> Self {
        Self { cause: Some(cause), ..self }
    }

    /// Says more about this occurrence, in a fixed sentence.
    #[must_use]
    pub fn detail(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Adds a member to the document (RFC 9457 §3.2), such as `balance`. Only what may go out goes in. The
    /// standard's own members keep their values.
    #[must_use]
    pub fn member(mut self, name: &'static str, value: &impl PlainField) -> Self {
        if RESERVED.contains(&name) {
            tracing::error!(
                member = name,
                "a problem's member can't have a name that RFC 9457 defines: left out"
            );
            return self;
        }
        match disclose::to_value(value) {
            Ok(value) => self.members.push((name, value)),
            Err(error) => tracing::error!(member = name, %error, "a problem's member was left out"),
        }
        self
    }

    /// The status that goes out.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// What the audit log calls it.
    pub(crate) const fn reason(&self) -> Reason {
        if self.cause.is_some() { "handler_error" } else { "handler_problem" }
    }

    /// Logs the cause, which stays here, and writes the document.
    pub(crate) fn into_response(self, trace: &str) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(trace, error = ?cause, "the handler failed");
        }
        Document {
            status: self.status,
            kind: self.kind,
            title: self.title,
            detail: self.detail,
            trace,
            members: &self.members,
        }
        .into_response(Vec::new())
    }

    const fn of_kind(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self
    }
}

impl From<Error> for Problem {
    fn from(cause: Error) -> Self {
        let mut problem = Self::new(500, "Internal error").of_kind("internal");
        problem.cause = Some(cause);
        problem
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("status", &self.status)
            .field("title", &self.title)
            .field("detail", &self.detail)
            .field("cause", &self.cause)
            .finish_non_exhaustive()
    }
}
