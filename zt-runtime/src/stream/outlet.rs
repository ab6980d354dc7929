//! Between a handler and the connection of its stream: one event at a time, and each is asked about.

use std::cell::Cell;
use std::future::pending;
use std::rc::Rc;

use bytes::Bytes;
use tokio::sync::mpsc::{Permit, Receiver, Sender, channel};

use super::Watch;
use crate::disclose::{self, Disclose};
use crate::identity::Identity;
use crate::problem::Reason;

/// Where a handler's events go. They wait nowhere: the next one is taken once the connection took the one before, so that a
/// client that doesn't read holds its handler up, and nothing is written that was decided long ago.
pub(crate) struct Outlet {
    watch: Rc<Watch>,
    sender: Sender<Bytes>,
    opened: Cell<bool>,
    failed: Cell<Option<Reason>>,
    sent: Cell<u64>,
    withheld: Cell<u64>,
}

/// The right to send one event, at this moment.
pub(super) struct Turn<'o> {
    permit: Permit<'o, Bytes>,
    /// Who would get it.
    pub(super) identity: Rc<Identity>,
}

impl Outlet {
    pub(crate) fn new(watch: Rc<Watch>) -> (Self, Receiver<Bytes>) {
        let (sender, receiver) = channel(1);
        let outlet = Self {
            watch,
            sender,
            opened: Cell::default(),
            failed: Cell::default(),
            sent: Cell::default(),
            withheld: Cell::default(),
        };
        (outlet, receiver)
    }

    /// The handler is ready: from here on the answer is a stream.
    pub(super) fn open(&self) {
        self.opened.set(true);
    }

    pub(crate) const fn is_open(&self) -> bool {
        self.opened.get()
    }

    pub(crate) const fn watch(&self) -> &Rc<Watch> {
        &self.watch
    }

    /// Why the handler can't go on.
    pub(super) const fn failed(&self) -> Option<Reason> {
        self.failed.get()
    }

    /// How many events went out, and how many didn't since the caller may not see them.
    pub(super) const fn counts(&self) -> (u64, u64) {
        (self.sent.get(), self.withheld.get())
    }

    /// Waits until the connection takes one more event. A caller who has lost the right to it gets none, however long the
    /// handler would wait: it isn't polled any more.
    pub(super) async fn turn(&self) -> Turn<'_> {
        let permit = self.sender.reserve().await.ok().filter(|_| self.watch.stands());
        match permit {
            Some(permit) => Turn { permit, identity: self.watch.identity() },
            None => pending().await,
        }
    }

    /// The caller may not see it. It is left out without a trace on the wire.
    pub(super) fn withhold(&self) {
        self.withheld.set(self.withheld.get().saturating_add(1));
    }

    /// One view, as one event: JSON, which the connection puts into its own form.
    pub(super) async fn put(&self, turn: Turn<'_>, view: &impl Disclose) {
        match disclose::to_json(view, Some(&turn.identity)) {
            Ok(json) => {
                self.sent.set(self.sent.get().saturating_add(1));
                turn.permit.send(json.into());
            }
            Err(fault) => {
                tracing::error!(?fault, "an event could not be written");
                self.failed.set(Some("reply_failed"));
                pending().await
            }
        }
    }
}

impl std::fmt::Debug for Outlet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outlet").field("opened", &self.opened).finish_non_exhaustive()
    }
}
