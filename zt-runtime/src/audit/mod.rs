//! The audit log: one line for each decision, allowed or denied.
//!
//! A place in the log is reserved before anything is decided: when the log can't take the record, the request isn't
//! served (L-05). [`Permit::open`] turns the place into an [`Entry`], which writes its record even if the request is
//! cancelled or its handler panics, so that there is exactly one (L-01).
//!
//! The writer's thread binds each line to the one before, and signs them from time to time (`ledger.rs`); the form is `zt-audit`'s.

mod anchor;
mod entry;
mod event;
mod finding;
mod ledger;
mod opening;
pub(crate) mod record;
pub(crate) mod sink;
#[cfg(test)]
mod tests;
mod writer;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{self, OwnedPermit, Sender};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use entry::Entry;
pub(crate) use event::Event;
pub(crate) use finding::{FindingRecord, Reacted};
use ledger::{Ledger, Lines};
use opening::Opened;
pub(crate) use record::{ObjectRecord, Outcome, Record};
use sink::StderrSink;
pub(crate) use sink::{MemorySink, Sink};
use writer::{Message, Writer};

use crate::clock::Clock;
use crate::config::{AuditConfig, AuditTarget};
use crate::watch::Watcher;

/// Records on their way to the sink. A burst waits here; a sink that stands still is felt after that many.
const WAITING: usize = 8192;

/// How long a full queue is waited for by what isn't a decision.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Between two looks whether a full queue has room.
const PAUSE: Duration = Duration::from_millis(5);

/// The audit log of a service. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Audit {
    sender: Sender<Message>,
    failed: Arc<AtomicBool>,
    /// Requests that were refused for want of a place, since the latest record.
    unseen: Arc<AtomicU64>,
    /// How many of the places are for one segment; `None` where there is one segment only, and all are its.
    share: Option<Arc<Semaphore>>,
    /// Who looks at decisions as they are made.
    watcher: Option<Watcher>,
}

/// The log can't take a record now: deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AuditUnavailable;

/// A place in the log.
#[derive(Debug)]
pub(crate) struct Permit {
    place: OwnedPermit<Message>,
    unseen: u64,
    share: Share,
    watcher: Option<Watcher>,
}

/// A place of a segment's share, until the record is with the writer.
type Share = Option<OwnedSemaphorePermit>;

impl Audit {
    /// Starts the log that the configuration names, or goes on with it.
    pub(crate) fn open(config: &AuditConfig, clock: &Clock) -> io::Result<Self> {
        match &config.target {
            AuditTarget::Stderr => Self::run(WAITING, opening::begin(StderrSink, config, clock)?),
            AuditTarget::File(path) => Self::run(WAITING, opening::open_file(path, config, clock)?),
        }
    }

    /// Starts a log of decisions alone, for tests.
    pub(crate) fn start(sink: impl Sink) -> io::Result<Self> {
        Self::with_room_for(WAITING, sink)
    }

    fn with_room_for(waiting: usize, sink: impl Sink) -> io::Result<Self> {
        let clock = Clock::system();
        let (chain, _) = opening::new_chain(&AuditConfig::stderr(), &clock)?;
        let ledger = Ledger::new(chain, 0, None, clock);
        Self::run(waiting, Opened { sink, ledger, first: Lines::default(), anchor: None })
    }

    fn run(waiting: usize, opened: Opened<impl Sink>) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel(waiting);
        let failed = Arc::new(AtomicBool::new(false));
        Writer::spawn(receiver, opened, Arc::clone(&failed))?;
        Ok(Self { sender, failed, unseen: Arc::default(), share: None, watcher: None })
    }

    /// The same log with one of so many equal shares of its places: who floods one segment takes none of another's.
    pub(crate) fn one_of(&self, shares: usize) -> Self {
        let places = self.sender.max_capacity() / shares.max(1);
        let share = (shares > 1).then(|| Arc::new(Semaphore::new(places.max(1))));
        Self { share, ..self.clone() }
    }

    /// The same log, of which somebody is told each decision.
    pub(crate) fn watched_by(self, watcher: Watcher) -> Self {
        Self { watcher: Some(watcher), ..self }
    }

    /// Waits until the watch has looked at all decisions so far.
    #[cfg(test)]
    pub(crate) fn flush_watch(&self) {
        self.watcher.iter().for_each(Watcher::flush);
    }

    /// Reserves a place. It fails while the sink refuses to write, when the queue is full, and when the writer is
    /// gone; it recovers with the sink. How often it failed is told by the next record (L-05).
    pub(crate) fn reserve(&self) -> Result<Permit, AuditUnavailable> {
        let (share, place) = self.place().inspect_err(|_| {
            self.unseen.fetch_add(1, Ordering::Relaxed);
        })?;
        let unseen = match self.unseen.load(Ordering::Relaxed) {
            0 => 0,
            _ => self.unseen.swap(0, Ordering::Relaxed),
        };
        Ok(Permit { place, unseen, share, watcher: self.watcher.clone() })
    }

    fn place(&self) -> Result<(Share, OwnedPermit<Message>), AuditUnavailable> {
        if self.failed.load(Ordering::Acquire) {
            return Err(AuditUnavailable);
        }
        let share = self.share.clone().map(Semaphore::try_acquire_owned).transpose();
        let share = share.map_err(|_| AuditUnavailable)?;
        let place = self.sender.clone().try_reserve_owned().map_err(|_| AuditUnavailable)?;
        Ok((share, place))
    }

    /// Writes what the watch found. It waits for nothing: a log that is full refuses all requests by then.
    pub(crate) fn note_finding(&self, finding: FindingRecord) -> Result<(), AuditUnavailable> {
        let sent = self.sender.try_send(Message::Finding(Box::new(finding)));
        sent.map_err(|_| AuditUnavailable)
    }

    /// Notes what isn't a decision. Where there is no room for it, it waits for a while; a log that stands still for longer refuses all
    /// requests by then. Blocks the thread.
    pub(crate) fn note(&self, event: Event) {
        let mut message = Message::Event(Box::new(event));
        let mut left = LONGEST_WAIT;
        loop {
            message = match self.sender.try_send(message) {
                Ok(()) => return,
                Err(TrySendError::Full(message)) if !left.is_zero() => message,
                Err(_) => {
                    tracing::error!("the audit log took no record of what isn't a decision");
                    return;
                }
            };
            left = left.saturating_sub(PAUSE);
            thread::sleep(PAUSE);
        }
    }

    /// Notes that the service ends, and waits until all that was written is signed and on disk. Blocks the thread.
    pub(crate) fn stop(&self, at_most: Duration) -> Result<(), AuditUnavailable> {
        self.note(Event::Stop { unseen: self.unseen.swap(0, Ordering::Relaxed) });
        self.flush(at_most)
    }

    /// Waits until all that was written before is with the sink. Blocks the thread.
    pub(crate) fn flush(&self, at_most: Duration) -> Result<(), AuditUnavailable> {
        let (done, flushed) = std::sync::mpsc::sync_channel(1);
        let mut left = at_most;
        while self.sender.try_send(Message::Flush(done.clone())).is_err() {
            left = left.checked_sub(PAUSE).ok_or(AuditUnavailable)?;
            thread::sleep(PAUSE);
        }
        flushed.recv_timeout(left).map_err(|_| AuditUnavailable)
    }
}

impl Permit {
    /// Begins the record of a request. Closing it, or dropping it, writes it.
    pub(crate) fn open(self, mut record: Record) -> Entry {
        record.unseen = self.unseen;
        Entry::new(self, record)
    }

    /// Tells the watch what is about to be written.
    pub(super) fn tell(&self, record: &Record) {
        if let Some(watcher) = self.watcher.as_ref().filter(|_| record.is_decision()) {
            watcher.tell(|| record.observation());
        }
    }

    /// Writes a record that is complete.
    pub(crate) fn write(self, record: Record) {
        self.place.send(Message::Record(Box::new(record), self.share));
    }
}
