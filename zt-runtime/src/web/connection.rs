//! What dispatcher, body and wire of one connection tell each other.

use std::cell::Cell;

/// The state of a connection. It lives on one thread.
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// Requests handed to the gate so far.
    begun: Cell<u64>,
    /// The gate is at work.
    busy: Cell<bool>,
    /// The latest request has a body that wasn't read to a clean end.
    open_body: Cell<bool>,
    /// `100 Continue` is to be written.
    continues: Cell<bool>,
    /// The latest answer ends in bytes that look like an answer of the dispatcher's own.
    lookalike: Cell<bool>,
}

impl Connection {
    pub(super) fn begin(&self, has_body: bool) {
        self.begun.set(self.begun.get().wrapping_add(1));
        self.busy.set(true);
        self.open_body.set(has_body);
        self.lookalike.set(false);
    }

    pub(super) fn end(&self, lookalike: bool) {
        self.busy.set(false);
        self.lookalike.set(lookalike);
        self.continues.set(false);
    }

    pub(super) fn body_ended(&self) {
        self.open_body.set(false);
    }

    pub(super) fn ask_to_continue(&self) {
        self.continues.set(true);
    }

    /// Whether `100 Continue` is to be written now; asked once.
    pub(super) fn take_continue(&self) -> bool {
        self.continues.take()
    }

    pub(super) fn begun(&self) -> u64 {
        self.begun.get()
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy.get()
    }

    pub(super) fn has_open_body(&self) -> bool {
        self.open_body.get()
    }

    pub(super) fn ends_in_lookalike(&self) -> bool {
        self.lookalike.get()
    }
}
