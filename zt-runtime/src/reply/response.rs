//! An answer, ready for the wire; opaque outside of zt.

use std::fmt;

use bytes::Bytes;

use crate::stream::OpenStream;

/// An answer. Only zt makes one.
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// What comes behind the body, for as long as it comes.
    pub(crate) stream: Option<Box<OpenStream>>,
}

impl Response {
    pub(crate) const fn empty(status: u16) -> Self {
        Self::whole(status, Vec::new(), Bytes::new())
    }

    /// One that is complete.
    pub(crate) const fn whole(
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Bytes,
    ) -> Self {
        Self { status, headers, body, stream: None }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}
