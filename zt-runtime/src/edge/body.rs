//! A body with its announced length: one that is announced too large isn't read at all.

use std::cell::Cell;
use std::rc::Rc;

use crate::endpoint::{BodyFault, BodySource, ReadBody};

/// Whether the body is being waited for: a call that runs out of time meanwhile was too slow at the client's end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading(Rc<Cell<bool>>);

impl Reading {
    pub(crate) fn goes_on(&self) -> bool {
        self.0.get()
    }
}

/// A body, and how long it is going to be if the client said so.
pub(super) struct Announced {
    inner: Box<dyn BodySource>,
    length: Option<u64>,
    reading: Reading,
}

impl Announced {
    pub(super) fn boxed(
        inner: Box<dyn BodySource>,
        length: Option<u64>,
        reading: Reading,
    ) -> Box<dyn BodySource> {
        Box::new(Self { inner, length, reading })
    }
}

impl BodySource for Announced {
    fn read(self: Box<Self>, limit: u64) -> ReadBody<'static> {
        Box::pin(async move {
            if self.length.is_some_and(|length| length > limit) {
                return Err(BodyFault::TooLarge);
            }
            self.reading.0.set(true);
            let read = self.inner.read(limit).await;
            self.reading.0.set(false);
            read
        })
    }
}
