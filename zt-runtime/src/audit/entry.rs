//! A record in the making, which can't get lost.

use std::mem;
use std::ops::{Deref, DerefMut};

use super::Permit;
use super::record::{Outcome, Record};

/// The record of a request that is being decided. It derefs to the record, so that each stage adds what it learns.
#[derive(Debug)]
pub(crate) struct Entry {
    record: Record,
    permit: Option<Permit>,
}

impl Entry {
    pub(super) fn new(permit: Permit, record: Record) -> Self {
        Self { record, permit: Some(permit) }
    }

    /// Writes the record with its outcome.
    pub(crate) fn close(mut self, outcome: Outcome, reason: &'static str, status: u16) {
        self.record.outcome = outcome;
        self.record.reason = reason;
        self.record.status = status;
        self.write();
    }

    fn write(&mut self) {
        if let Some(permit) = self.permit.take() {
            permit.tell(&self.record);
            permit.write(mem::take(&mut self.record));
        }
    }
}

impl Drop for Entry {
    /// The client went away, or a panic passed through: what was known until then is written (X30).
    fn drop(&mut self) {
        self.write();
    }
}

impl Deref for Entry {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

impl DerefMut for Entry {
    fn deref_mut(&mut self) -> &mut Record {
        &mut self.record
    }
}
