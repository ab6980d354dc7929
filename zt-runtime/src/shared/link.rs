//! The one thread that speaks with the store: connects, hears what was taken back elsewhere, and puts questions.
//!
//! No request finds out by itself that the store is away: the thread asks for news a few times a second, within the time that
//! a request waits at most. As long as that isn't answered, there is no session, and each request is refused at once.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use futures_util::future::{Either, select};
use jiff::Timestamp;
use tokio::runtime::{Builder, Handle};
use tokio::sync::{Notify, oneshot};
use tokio::time::{sleep, timeout};

use super::{Backend, Decision, Fault, Place, Question, Revoked, Session};
use crate::clock::Clock;
use crate::crypto;
use crate::identity::Revocations;
use crate::ledger::Era;
use crate::problem::Refusal;

/// So long a request waits for the store, and no longer.
const PATIENCE: Duration = Duration::from_millis(250);
/// So long a connection may take.
const CONNECT: Duration = Duration::from_secs(2);
/// How often the store is asked for news: whoever has a stream open loses it so much later at most.
const NEWS: Duration = Duration::from_millis(200);
/// Between two tries to connect.
const BETWEEN: Duration = Duration::from_millis(500);
/// After so long without news, nobody knows who may go on.
const STALE: Duration = Duration::from_secs(5);
/// How far this machine's clock may be from the store's.
const APART: Duration = Duration::from_secs(10);
/// Revocations that are told at once.
const AT_ONCE: usize = 1000;

/// The thread. It ends with the last gate that has it.
pub(crate) struct Link {
    shared: Arc<Shared>,
    runtime: Handle,
    _alive: oneshot::Sender<()>,
}

/// Tells revocations to the others. Cheap to clone; it keeps no thread alive.
#[derive(Clone)]
pub(crate) struct Publisher {
    shared: Arc<Shared>,
    runtime: Handle,
}

struct Shared {
    live: ArcSwapOption<Live>,
    clock: Clock,
    /// When news came last, in milliseconds by the clock that only runs forward.
    heard: AtomicU64,
    /// Somebody was not answered: it is to be looked at now.
    doubted: Notify,
}

/// A session in which everything that was taken back is known.
struct Live {
    session: Box<dyn Session>,
    era: Arc<Era>,
}

impl Link {
    /// What a request is refused for.
    pub(crate) const AWAY: Refusal = Refusal::Unavailable("shared_store_unavailable");

    /// Starts the thread, and gives it a moment to connect, so that the first requests find it done. A store that is away
    /// keeps no service from starting: it refuses until the store is there.
    pub(crate) fn start(
        backend: Box<dyn Backend>,
        place: Place,
        revocations: Revocations,
        clock: Clock,
    ) -> io::Result<Arc<Self>> {
        crypto::install();
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (alive, gone) = oneshot::channel::<()>();
        let (tried, first) = sync_channel(1);
        let shared = Arc::new(Shared {
            live: ArcSwapOption::empty(),
            clock,
            heard: AtomicU64::new(0),
            doubted: Notify::new(),
        });
        let handle = runtime.handle().clone();
        let publisher = Publisher { shared: Arc::clone(&shared), runtime: handle.clone() };
        revocations.tell_others_by(publisher);
        let keeper = Keeper { backend, place, revocations, shared: Arc::clone(&shared), tried };
        thread::Builder::new().name("zt-shared".to_owned()).spawn(move || {
            runtime.block_on(async {
                select(gone, Box::pin(keeper.keep())).await;
            });
        })?;
        let _ = first.recv_timeout(CONNECT);
        Ok(Arc::new(Self { shared, runtime: handle, _alive: alive }))
    }

    pub(crate) fn era(&self) -> Result<Arc<Era>, Refusal> {
        self.shared.live.load().as_ref().map(|live| Arc::clone(&live.era)).ok_or(Self::AWAY)
    }

    /// Puts one question, once.
    pub(crate) async fn decide(&self, question: Question) -> Result<Decision, Refusal> {
        let live = self.shared.live.load_full().ok_or(Self::AWAY)?;
        let asking = async move { timeout(PATIENCE, live.session.decide(&question)).await };
        match self.runtime.spawn(asking).await {
            Ok(Ok(Ok(decision))) if decision != Decision::OtherEra => Ok(decision),
            answered => {
                // Nobody asks in vain twice: it is looked at now, and in another era all begins anew.
                if matches!(answered, Ok(Ok(Ok(_)))) {
                    self.shared.live.store(None);
                }
                self.shared.doubted.notify_one();
                Err(Self::AWAY)
            }
        }
    }

    pub(crate) fn check_fresh(&self) -> Result<(), Refusal> {
        let is_fresh = self.shared.silence() <= STALE;
        is_fresh.then_some(()).ok_or(Self::AWAY)
    }
}

impl Publisher {
    /// Tells one revocation, and waits until the store has it.
    pub(crate) fn publish(&self, revoked: Revoked) -> Result<(), Fault> {
        let away = || Fault::new("the store that instances share can't be reached");
        let live = self.shared.live.load_full().ok_or_else(away)?;
        let (answer, answered) = sync_channel(1);
        drop(self.runtime.spawn(async move {
            let told = timeout(PATIENCE, live.session.publish(&[revoked])).await;
            let _ = answer.send(told);
        }));
        let told = answered.recv_timeout(2 * PATIENCE);
        let told = told.ok().and_then(Result::ok).unwrap_or_else(|| Err(away()));
        if told.is_err() {
            // All that is known here is told with the next session.
            self.shared.live.store(None);
            self.shared.doubted.notify_one();
        }
        told
    }
}

impl Shared {
    fn silence(&self) -> Duration {
        let heard = Duration::from_millis(self.heard.load(Ordering::Acquire));
        self.clock.elapsed().saturating_sub(heard)
    }

    fn hears(&self) {
        let now = u64::try_from(self.clock.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.heard.store(now, Ordering::Release);
    }
}

/// What runs on the thread.
struct Keeper {
    backend: Box<dyn Backend>,
    place: Place,
    revocations: Revocations,
    shared: Arc<Shared>,
    /// Whoever started it waits for what comes of the first try.
    tried: SyncSender<()>,
}

impl Keeper {
    async fn keep(self) {
        let mut told = false;
        loop {
            let fault = match self.connect().await {
                Ok(session) => self.follow(session, &mut told).await,
                Err(fault) => fault,
            };
            self.shared.live.store(None);
            let _ = self.tried.try_send(());
            // One failure, one line, until it answers again.
            if !std::mem::replace(&mut told, true) {
                tracing::error!(%fault, "the store that instances share is away: requests are refused until it answers");
            }
            if self.shared.silence() > STALE {
                self.revocations.tell();
            }
            sleep(BETWEEN).await;
        }
    }

    async fn connect(&self) -> Result<Box<dyn Session>, Fault> {
        let connecting = timeout(CONNECT, self.backend.connect(&self.place)).await;
        connecting.unwrap_or_else(|_| Err(Fault::new("it took too long to connect")))
    }

    /// Hears from it for as long as it answers.
    async fn follow(&self, session: Box<dyn Session>, told: &mut bool) -> Fault {
        match self.catch_up(&*session).await {
            Ok(cursor) => {
                let era = Arc::new(Era::of_store(session.era()));
                let live = Arc::new(Live { session, era });
                self.shared.live.store(Some(Arc::clone(&live)));
                let _ = self.tried.try_send(());
                if std::mem::take(told) {
                    tracing::info!("the store that instances share answers again");
                }
                self.hear(&live, cursor).await
            }
            Err(fault) => fault,
        }
    }

    /// Tells all that is known here, and hears all that is known elsewhere, before anybody is let in.
    async fn catch_up(&self, session: &dyn Session) -> Result<String, Fault> {
        for some in self.revocations.known().chunks(AT_ONCE) {
            patiently(session.publish(some)).await?;
        }
        let mut cursor = None;
        loop {
            let (next, all) = self.ask(session, cursor.as_deref()).await?;
            if all {
                return Ok(next);
            }
            cursor = Some(next);
        }
    }

    async fn hear(&self, live: &Arc<Live>, mut cursor: String) -> Fault {
        loop {
            let doubted = std::pin::pin!(self.shared.doubted.notified());
            if let Either::Right(_) = select(std::pin::pin!(sleep(NEWS)), doubted).await
                && !self.is_live(live)
            {
                return Fault::new("it forgot what it was told, or didn't take a revocation");
            }
            match self.ask(&*live.session, Some(&cursor)).await {
                Ok((next, _)) => cursor = next,
                Err(fault) => return fault,
            }
        }
    }

    fn is_live(&self, live: &Arc<Live>) -> bool {
        self.shared.live.load().as_ref().is_some_and(|now| Arc::ptr_eq(now, live))
    }

    /// Learns some news; the next cursor, and whether those were all.
    async fn ask(
        &self,
        session: &dyn Session,
        cursor: Option<&str>,
    ) -> Result<(String, bool), Fault> {
        let news = patiently(session.news(cursor)).await?;
        check_clock(news.now, self.shared.clock.now())?;
        self.revocations.learn(&news.lines)?;
        self.shared.hears();
        Ok((news.cursor, news.lines.is_empty()))
    }
}

async fn patiently<T>(answer: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let answered = timeout(PATIENCE, answer).await;
    answered
        .unwrap_or_else(|_| Err(Fault::new(format!("it took longer than {PATIENCE:?} to answer"))))
}

/// By a clock that is far off, a proof could count here that the store has forgotten.
fn check_clock(store: i64, here: Timestamp) -> Result<(), Fault> {
    let apart = Duration::from_millis(store.abs_diff(here.as_millisecond()));
    if apart <= APART {
        return Ok(());
    }
    let seconds = apart.as_secs();
    Err(Fault::new(format!("its clock and this machine's are {seconds} s apart; set both by NTP")))
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}
