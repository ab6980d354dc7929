//! The thread that writes. It loses nothing that was accepted: a sink that fails is asked again until it recovers.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

use super::anchor::Anchor;
use super::event::Event;
use super::finding::FindingRecord;
use super::ledger::{Ledger, Lines};
use super::opening::Opened;
use super::record::Record;
use super::sink::Sink;

/// Records that are handed to the sink at once.
const BATCH: usize = 256;

const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How long a failing sink is asked once the service has ended.
const LAST_TRIES: u32 = 5;

#[derive(Debug)]
pub(super) enum Message {
    /// With its place in the share of a segment, which is free once it was taken from the queue.
    Record(Box<Record>, Option<OwnedSemaphorePermit>),
    Finding(Box<FindingRecord>),
    Event(Box<Event>),
    /// Tells once all before it is signed and where it stays.
    Flush(SyncSender<()>),
}

pub(super) struct Writer<S> {
    receiver: Receiver<Message>,
    sink: S,
    ledger: Ledger,
    anchor: Option<Anchor>,
    failed: Arc<AtomicBool>,
    /// For nothing but waiting with an end.
    runtime: Runtime,
}

/// What the writer does at once: lines, and who waits for them.
#[derive(Default)]
struct Batch {
    lines: Lines,
    waiting: Vec<SyncSender<()>>,
}

impl<S: Sink> Writer<S> {
    pub(super) fn spawn(
        receiver: Receiver<Message>,
        opened: Opened<S>,
        failed: Arc<AtomicBool>,
    ) -> io::Result<()> {
        let Opened { sink, ledger, first, anchor } = opened;
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let mut writer = Self { receiver, sink, ledger, anchor, failed, runtime };
        let first = Batch { lines: first, waiting: Vec::new() };
        thread::Builder::new()
            .name("zt-audit".to_owned())
            .spawn(move || writer.run(first))
            .map(drop)
    }

    /// Until every sender is gone.
    fn run(&mut self, first: Batch) {
        if !first.lines.bytes.is_empty() {
            self.write(first, true);
        }
        loop {
            let mut batch = Batch::default();
            let is_due = match self.next() {
                Ok(Some(message)) => {
                    self.take(message, &mut batch);
                    false
                }
                Ok(None) => break,
                Err(Due) => true,
            };
            for _ in 1..BATCH {
                let Ok(next) = self.receiver.try_recv() else { break };
                self.take(next, &mut batch);
            }
            let is_due = is_due || self.ledger.due_in().is_some_and(|left| left.is_zero());
            self.write(batch, is_due);
        }
        self.write(Batch::default(), true);
    }

    /// The next message; `None` once there can't be any more.
    fn next(&mut self) -> Result<Option<Message>, Due> {
        let Some(left) = self.ledger.due_in() else { return Ok(self.receiver.blocking_recv()) };
        if let Ok(message) = self.receiver.try_recv() {
            return Ok(Some(message));
        }
        let receiver = &mut self.receiver;
        self.runtime.block_on(async { timeout(left, receiver.recv()).await.map_err(|_| Due) })
    }

    fn take(&mut self, message: Message, batch: &mut Batch) {
        match message {
            Message::Flush(done) => batch.waiting.push(done),
            Message::Finding(finding) => self.ledger.append(&*finding, &mut batch.lines),
            Message::Event(event) => self.ledger.note(&event, &mut batch.lines),
            Message::Record(record, share) => {
                drop(share);
                self.ledger.append(&*record, &mut batch.lines);
            }
        }
    }

    /// One signature, and one way to the disk, for all that wait.
    fn write(&mut self, batch: Batch, is_due: bool) {
        let Batch { mut lines, mut waiting } = batch;
        let settles = is_due || !waiting.is_empty();
        if settles {
            self.ledger.settle(&mut lines);
        }
        let checkpoints = lines.take_checkpoints();
        let has_lines = !lines.bytes.is_empty();
        let written =
            !has_lines || self.until_it_works(|it| it.sink.append(&lines.bytes), &mut waiting);
        if let Some(anchor) = &mut self.anchor {
            anchor.take(checkpoints);
        }
        if written && settles && self.until_it_works(Self::bring_to_disk, &mut waiting) {
            waiting.iter().for_each(|done| done.try_send(()).unwrap_or_default());
        }
    }

    fn bring_to_disk(&mut self) -> io::Result<()> {
        self.sink.sync()?;
        self.anchor.as_mut().map_or(Ok(()), Anchor::settle)
    }

    /// Does it again until it works. Whoever waits hears at the first failure that it didn't: what a disk has once it failed to take
    /// something, nobody can say.
    fn until_it_works(
        &mut self,
        mut work: impl FnMut(&mut Self) -> io::Result<()>,
        waiting: &mut Vec<SyncSender<()>>,
    ) -> bool {
        let mut pause = FIRST_PAUSE;
        let mut tries_left = LAST_TRIES;
        while let Err(error) = work(self) {
            waiting.clear();
            if !self.failed.swap(true, Ordering::AcqRel) {
                tracing::error!(%error, "the audit log can't be written: requests are refused until it can");
            }
            if self.receiver.sender_strong_count() == 0 {
                tries_left = tries_left.saturating_sub(1);
            }
            if tries_left == 0 {
                tracing::error!("audit records were lost: the service ended with its log failing");
                return false;
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        if self.failed.swap(false, Ordering::AcqRel) {
            tracing::warn!("the audit log can be written again");
        }
        true
    }
}

/// What was written has to be settled.
struct Due;
