//! An issuer's keys, fetched in the background: what stands here is whole or it doesn't stand here (T-14, X06).
//!
//! A new set replaces the old one entirely, so a key that the issuer dropped stops with the next fetch. A failed fetch
//! changes nothing. A token with a key that isn't known may cause one fetch a minute, for which all such tokens wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::discovery::KeySource;
use super::key_set::KeySet;
use crate::audit::{Audit, Event};
use crate::clock::Clock;
use crate::outbound::{FetchFault, Outbound};
use crate::problem::Refusal;

/// The shortest time between two fetches that callers cause.
const ASK_SECONDS: u64 = 60;
/// How long a request waits for a fetch.
const PATIENCE: Duration = Duration::from_secs(6);
/// After a failure the next try comes sooner than usual.
const RETRY: Duration = Duration::from_secs(5);
/// So long the last good set counts while the issuer can't be reached.
const STALE: Duration = Duration::from_secs(3600);

/// The keys of one issuer. Cheap to clone; all clones see the same set.
#[derive(Debug, Clone)]
pub(crate) struct Keys(Arc<State>);

#[derive(Debug)]
struct State {
    /// Its thread lives as long as somebody needs the keys.
    _outbound: Outbound,
    current: ArcSwapOption<Fetched>,
    clock: Clock,
    /// Which keys count is in the log, whenever that changes.
    audit: Option<Audit>,
    wanted: Arc<Notify>,
    /// Fetches that began.
    begun: AtomicU64,
    /// Fetches that came to an end, well or not.
    attempts: watch::Sender<u64>,
    /// The attempt that was last asked for.
    awaited: AtomicU64,
    /// The second, counted from the clock's start and one more, in which somebody last asked; 0 is never.
    asked_at: AtomicU64,
}

/// A whole set, and when it came.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) set: KeySet,
    attempt: u64,
    at: Duration,
}

impl Keys {
    /// Starts to fetch, at once and then every `refresh`.
    pub(crate) fn start(
        mut source: KeySource,
        refresh: Duration,
        outbound: &Outbound,
        clock: Clock,
        audit: Option<Audit>,
    ) -> Self {
        let state = Arc::new(State {
            _outbound: outbound.clone(),
            current: ArcSwapOption::empty(),
            clock,
            audit,
            wanted: Arc::default(),
            begun: AtomicU64::new(0),
            attempts: watch::Sender::new(0),
            awaited: AtomicU64::new(1),
            asked_at: AtomicU64::new(0),
        });
        let (weak, client) = (Arc::downgrade(&state), outbound.clone());
        outbound.spawn(async move {
            loop {
                let Some(state) = weak.upgrade() else { return };
                state.begun.fetch_add(1, Ordering::AcqRel);
                drop(state);
                let fetched = source.fetch(&client).await;
                let Some(state) = weak.upgrade() else { return };
                let pause = if fetched.is_ok() { refresh } else { refresh.min(RETRY) };
                state.take(fetched, &source);
                // Whoever waits holds on to nothing: what nobody needs any more ends at once, and its audit log with it.
                let wanted = Arc::clone(&state.wanted);
                drop(state);
                let _ = timeout(pause, wanted.notified()).await;
            }
        });
        Self(state)
    }

    /// The set that counts now. Before the first one is there it is waited for.
    pub(crate) async fn current(&self) -> Result<Arc<Fetched>, Refusal> {
        if self.0.current.load().is_none() {
            self.0.wait_for(1).await;
        }
        let fetched = self.0.current.load_full().ok_or(Refusal::Unavailable("no_keys"))?;
        let age = self.0.clock.elapsed().saturating_sub(fetched.at);
        if age > STALE {
            return Err(Refusal::Unavailable("keys_too_old"));
        }
        Ok(fetched)
    }

    /// A set that came after `known`: there already, or fetched for this request if it is time for one.
    pub(crate) async fn newer_than(&self, known: &Fetched) -> Option<Arc<Fetched>> {
        let newer = |fetched: &Arc<Fetched>| fetched.attempt > known.attempt;
        if let Some(fetched) = self.0.current.load_full().filter(newer) {
            return Some(fetched);
        }
        self.0.ask();
        self.0.wait_for(self.0.awaited.load(Ordering::Acquire)).await;
        self.0.current.load_full().filter(newer)
    }
}

impl State {
    fn take(&self, fetched: Result<KeySet, FetchFault>, source: &KeySource) {
        let attempt = *self.attempts.borrow() + 1;
        match fetched {
            Ok(set) => {
                let at = self.clock.elapsed();
                self.note(&set, source);
                self.current.store(Some(Arc::new(Fetched { set, attempt, at })));
            }
            Err(fault) => tracing::warn!(%fault, issuer = source.issuer(), "no keys were fetched"),
        }
        self.attempts.send_replace(attempt);
    }

    /// Another set is an event; the same one once more isn't.
    fn note(&self, set: &KeySet, source: &KeySource) {
        let (keys, known) = (set.thumbprints(), self.current.load());
        let is_known = known.as_ref().is_some_and(|known| known.set.thumbprints() == keys);
        if let Some(audit) = self.audit.as_ref().filter(|_| !is_known) {
            audit.note(Event::KeySet { issuer: source.issuer().to_owned(), keys });
        }
    }

    /// Asks for a fetch, if the last one that was asked for is a minute old.
    fn ask(&self) {
        let now = self.clock.elapsed().as_secs() + 1;
        let last = self.asked_at.load(Ordering::Acquire);
        if last != 0 && now < last + ASK_SECONDS {
            return;
        }
        let ours = self.asked_at.compare_exchange(last, now, Ordering::AcqRel, Ordering::Acquire);
        if ours.is_ok() {
            // One that is on its way may have been answered before the issuer had its new key.
            self.awaited.store(self.begun.load(Ordering::Acquire) + 1, Ordering::Release);
            self.wanted.notify_one();
        }
    }

    async fn wait_for(&self, attempt: u64) {
        let mut attempts = self.attempts.subscribe();
        let _ = timeout(PATIENCE, attempts.wait_for(|done| *done >= attempt)).await;
    }
}
