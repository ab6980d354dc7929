//! A file on its way out.

use std::fmt;

use bytes::Bytes;

use super::{Respond, Response};
use crate::endpoint::Cx;
use crate::evidence::Carries;
use crate::problem::Refusal;

/// A file for the caller to save: always an attachment, never shown in the page of this origin (RFC 6266, OWASP ASVS 5.0 §3.2.1).
pub struct Download {
    name: String,
    media_type: &'static str,
    bytes: Bytes,
}

impl Download {
    /// The file `name` (letters, digits, space and `._-`, at most 128) on the strength of evidence: the object that it belongs to,
    /// or the caller whose own it is.
    #[must_use]
    pub fn of(
        _: &(impl Carries + ?Sized),
        name: impl Into<String>,
        media_type: &'static str,
        bytes: impl Into<Bytes>,
    ) -> Self {
        Self { name: name.into(), media_type, bytes: bytes.into() }
    }

    fn has_a_plain_name(&self) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || " ._-".contains(c);
        (1..=128).contains(&self.name.len())
            && !self.name.starts_with('.')
            && self.name.chars().all(plain)
    }
}

impl Respond for Download {
    fn respond(self, cx: &Cx) -> Response {
        if !self.has_a_plain_name() {
            tracing::error!(
                trace = cx.trace(),
                "a download's name may hold letters, digits, space and ._- only"
            );
            return cx.refuse(&Refusal::Internal("download_name"));
        }
        let headers = vec![
            ("content-type", self.media_type.to_owned()),
            ("content-disposition", format!("attachment; filename=\"{}\"", self.name)),
        ];
        Response::whole(200, headers, self.bytes)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("media_type", &self.media_type).finish_non_exhaustive()
    }
}
