//! A body with its announced length and digest: one that is announced too large isn't read at all, one that isn't what
//! its digest says is refused before anybody sees it.

use std::cell::{Cell, RefCell};
use std::future::ready;
use std::rc::Rc;

use bytes::Bytes;

use super::digest::ContentDigest;
use crate::endpoint::{BodyFault, BodySource, ReadBody, Watch};

/// Whether the body is being waited for: a call that runs out of time meanwhile was too slow at the client's end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading(Rc<Cell<bool>>);

impl Reading {
    pub(crate) fn goes_on(&self) -> bool {
        self.0.get()
    }
}

/// A body, and what the client said of it.
pub(crate) struct Announced {
    pub(super) inner: Box<dyn BodySource>,
    pub(super) length: Option<u64>,
    pub(super) digest: Option<ContentDigest>,
    pub(super) reading: Reading,
}

impl Announced {
    /// One that is there already, of which nobody said anything.
    pub(crate) fn whole(bytes: Bytes, reading: Reading) -> Self {
        Self { inner: Box::new(Whole(bytes)), length: None, digest: None, reading }
    }

    /// Reads it whole, at most `limit` bytes.
    pub(crate) async fn read(self, limit: u64) -> Result<Bytes, BodyFault> {
        let Self { inner, length, digest, reading } = self;
        if length.is_some_and(|length| length > limit) {
            return Err(BodyFault::TooLarge);
        }
        reading.0.set(true);
        let read = read(inner, limit, digest).await;
        reading.0.set(false);
        read
    }
}

/// A body that is there already.
pub(crate) struct Whole(pub(crate) Bytes);

impl BodySource for Whole {
    fn read(self: Box<Self>, limit: u64, mut watch: Watch) -> ReadBody<'static> {
        watch(&self.0);
        let fits = u64::try_from(self.0.len()).is_ok_and(|length| length <= limit);
        Box::pin(ready(if fits { Ok(self.0) } else { Err(BodyFault::TooLarge) }))
    }
}

/// Each piece is hashed as it comes. A source that doesn't show its pieces has another digest than the right one.
async fn read(
    inner: Box<dyn BodySource>,
    limit: u64,
    digest: Option<ContentDigest>,
) -> Result<Bytes, BodyFault> {
    let Some(digest) = digest else { return inner.read(limit, Box::new(|_| ())).await };
    let digest = Rc::new(RefCell::new(digest));
    let watched = Rc::clone(&digest);
    let bytes =
        inner.read(limit, Box::new(move |piece| watched.borrow_mut().update(piece))).await?;
    let digest = Rc::into_inner(digest).ok_or(BodyFault::Broken)?.into_inner();
    if digest.matches() { Ok(bytes) } else { Err(BodyFault::OtherDigest) }
}
