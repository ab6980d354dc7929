//! A redirect to a site that the code names, never to one that a request names.

use std::fmt;
use std::marker::PhantomData;

use super::{Respond, Response};
use crate::endpoint::Cx;
use crate::problem::Refusal;

/// A place that this service may send people to. It is a type, so that no input can choose it (CWE-601).
pub trait Site: 'static {
    /// Scheme, host and port, as in `https://shop.example`; the empty text is this service itself.
    const ORIGIN: &'static str;
}

/// 303 See Other (RFC 9110 §15.4.4) to a path of `S`.
pub struct Redirect<S> {
    path: String,
    site: PhantomData<fn() -> S>,
}

impl<S: Site> Redirect<S> {
    /// To the path `path` (starting with one `/`) of the site.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), site: PhantomData }
    }

    /// `//evil.example` and `/\evil.example` would leave the site.
    fn stays_there(&self) -> bool {
        let legal = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte);
        self.path.starts_with('/')
            && !self.path.starts_with("//")
            && self.path.len() <= 2048
            && self.path.bytes().all(legal)
    }
}

impl<S: Site> Respond for Redirect<S> {
    fn respond(self, cx: &Cx) -> Response {
        if !self.stays_there() {
            tracing::error!(
                trace = cx.trace(),
                "a redirect's path must start with one `/` and hold URL characters only"
            );
            return cx.refuse(&Refusal::Internal("redirect_path"));
        }
        Response {
            headers: vec![("location", format!("{}{}", S::ORIGIN, self.path))],
            ..Response::empty(303)
        }
    }
}

impl<S> fmt::Debug for Redirect<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect").finish_non_exhaustive()
    }
}
