//! Whether a caller still has the right to the stream that is open (C-03).

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::select;
use tokio::time::timeout;

use super::End;
use crate::access::Renewal;
use crate::gate::Gate;
use crate::identity::Identity;
use crate::problem::Refusal;

/// Whatever its credential says: whoever is away for longer comes back by themselves, as an `EventSource` does.
pub(crate) const LONGEST_LIFE: Duration = Duration::from_secs(3600);

/// Deciding again may ask an issuer. One that takes longer isn't waited for: nothing goes out meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);

/// A certificate counts to the end of its last second.
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);

type Deciding = Pin<Box<dyn Future<Output = Result<Identity, Refusal>>>>;
type Alarm = Pin<Box<dyn Future<Output = ()>>>;

/// Watches over one stream. All that it does happens while it is polled, on the connection's own task.
pub(crate) struct Watch {
    gate: Arc<Gate>,
    /// Which of the gate's routes.
    route: usize,
    renewal: Rc<Renewal>,
    identity: RefCell<Rc<Identity>>,
    interval: Duration,
    /// By the clock that only runs forward.
    next: Cell<Duration>,
    old: Duration,
    deciding: RefCell<Option<Deciding>>,
    alarm: RefCell<Option<Alarm>>,
    /// It was decided again, and nobody was told yet.
    decided: Cell<bool>,
    end: RefCell<Option<End>>,
}

impl Watch {
    pub(crate) fn new(
        gate: Arc<Gate>,
        route: usize,
        identity: Rc<Identity>,
        renewal: Renewal,
        interval: Duration,
    ) -> Self {
        let now = gate.clock().elapsed();
        Self {
            gate,
            route,
            renewal: Rc::new(renewal),
            identity: RefCell::new(identity),
            interval,
            next: Cell::new(now.saturating_add(interval)),
            old: now.saturating_add(LONGEST_LIFE),
            deciding: RefCell::default(),
            alarm: RefCell::default(),
            decided: Cell::new(false),
            end: RefCell::default(),
        }
    }

    /// Ready once the stream is over. Nothing may go out after that, nor before it was asked.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            // From here on every movement of the clock and every revocation is heard, so that none is missed in between.
            let mut alarm = self.alarm.take().unwrap_or_else(|| self.alarm());
            if !self.stands() || self.is_old() {
                return Poll::Ready(());
            }
            if self.poll_deciding(context) {
                continue;
            }
            if alarm.as_mut().poll(context).is_pending() {
                self.alarm.replace(Some(alarm));
                return Poll::Pending;
            }
        }
    }

    /// Whether the caller counts at this moment: expiry and revocation. Once not is for ever.
    pub(crate) fn stands(&self) -> bool {
        if self.end.borrow().is_none()
            && let Err(refusal) = self.gate.check_again(&self.renewal, &self.identity.borrow())
        {
            self.finish(End::Refused(refusal));
        }
        self.end.borrow().is_none()
    }

    /// It is being decided again: nothing goes out until it is.
    pub(crate) fn is_deciding(&self) -> bool {
        self.deciding.borrow().is_some()
    }

    /// Whether it was decided again since this was asked last.
    pub(crate) fn was_decided(&self) -> bool {
        self.decided.take()
    }

    /// Who calls, as it was decided last.
    pub(crate) fn identity(&self) -> Rc<Identity> {
        Rc::clone(&self.identity.borrow())
    }

    /// The first end is the one that counts.
    pub(crate) fn finish(&self, end: End) {
        self.end.borrow_mut().get_or_insert(end);
    }

    pub(crate) fn end(&self) -> Option<End> {
        self.end.borrow().clone()
    }

    fn is_old(&self) -> bool {
        let is_old = self.gate.clock().elapsed() >= self.old;
        if is_old {
            self.finish(End::Old);
        }
        is_old
    }

    /// Decides again where it is time to; whether that is settled now.
    fn poll_deciding(&self, context: &mut Context<'_>) -> bool {
        let elapsed = self.gate.clock().elapsed();
        let mut deciding = self.deciding.borrow_mut();
        if deciding.is_none() && elapsed < self.next.get() {
            return false;
        }
        let under_way = deciding.get_or_insert_with(|| self.decide());
        let Poll::Ready(decided) = under_way.as_mut().poll(context) else { return false };
        *deciding = None;
        self.next.set(elapsed.saturating_add(self.interval));
        self.decided.set(true);
        self.settle(decided);
        true
    }

    /// What it was decided for has to be all the same: else the proofs that the handler was lent would say what isn't so any
    /// more.
    fn settle(&self, decided: Result<Identity, Refusal>) {
        let end = match decided {
            Ok(identity) if identity.is_same_as(&self.identity.borrow()) => {
                self.identity.replace(Rc::new(identity));
                return;
            }
            Ok(_) => Refusal::InvalidToken("identity_changed"),
            Err(refusal) => refusal,
        };
        self.finish(End::Refused(end));
    }

    fn decide(&self) -> Deciding {
        let (gate, renewal, route) = (Arc::clone(&self.gate), Rc::clone(&self.renewal), self.route);
        Box::pin(async move {
            let decided = timeout(PATIENCE, gate.decide_again(route, &renewal)).await;
            decided.unwrap_or(Err(Refusal::Unavailable("recheck_too_slow")))
        })
    }

    /// When to look again, whatever else happens: at expiry, when it is to be decided again, at the end of its life, and on
    /// each revocation.
    fn alarm(&self) -> Alarm {
        let clock = self.gate.clock();
        let elapsed = clock.elapsed();
        let left = self.renewal.ends(&self.identity.borrow()).duration_since(clock.now());
        let expiry = Duration::try_from(left).unwrap_or_default().max(SHORTEST_PAUSE);
        let next = self.next.get().saturating_sub(elapsed);
        let next = if self.is_deciding() { Duration::MAX } else { next };
        let pause = clock.pause(expiry.min(next).min(self.old.saturating_sub(elapsed)));
        let mut revoked = self.gate.revocations().told();
        Box::pin(async move {
            select(pause, pin!(revoked.changed())).await;
        })
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("end", &self.end).finish_non_exhaustive()
    }
}
