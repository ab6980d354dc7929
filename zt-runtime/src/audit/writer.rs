//! The thread that writes. It loses nothing that was accepted: a sink that fails is asked again until it recovers.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::Receiver;

use super::escape::to_line;
use super::finding::FindingRecord;
use super::record::Record;
use super::sink::Sink;

/// Lines that are handed to the sink at once.
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
    Flush(SyncSender<()>),
}

pub(super) struct Writer<S> {
    receiver: Receiver<Message>,
    sink: S,
    failed: Arc<AtomicBool>,
}

impl<S: Sink> Writer<S> {
    pub(super) fn spawn(
        receiver: Receiver<Message>,
        sink: S,
        failed: Arc<AtomicBool>,
    ) -> io::Result<()> {
        let mut writer = Self { receiver, sink, failed };
        thread::Builder::new().name("zt-audit".to_owned()).spawn(move || writer.run()).map(drop)
    }

    /// Until every sender is gone.
    fn run(&mut self) {
        while let Some(first) = self.receiver.blocking_recv() {
            let mut lines = Vec::new();
            let mut waiting = Vec::new();
            take(first, &mut lines, &mut waiting);
            for _ in 1..BATCH {
                let Ok(next) = self.receiver.try_recv() else { break };
                take(next, &mut lines, &mut waiting);
            }
            self.deliver(&lines);
            if !waiting.is_empty() {
                self.sync(&waiting);
            }
        }
    }

    fn deliver(&mut self, lines: &[u8]) {
        let mut pause = FIRST_PAUSE;
        let mut tries_left = LAST_TRIES;
        while let Err(error) = self.sink.append(lines) {
            if !self.failed.swap(true, Ordering::AcqRel) {
                tracing::error!(%error, "the audit log can't be written: requests are refused until it can");
            }
            if self.receiver.sender_strong_count() == 0 {
                tries_left = tries_left.saturating_sub(1);
            }
            if tries_left == 0 {
                tracing::error!(
                    bytes = lines.len(),
                    "audit records were lost: the service ended with its log failing"
                );
                return;
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        if self.failed.swap(false, Ordering::AcqRel) {
            tracing::warn!("the audit log can be written again");
        }
    }

    fn sync(&mut self, waiting: &[SyncSender<()>]) {
        match self.sink.sync() {
            Ok(()) => waiting.iter().for_each(|done| done.try_send(()).unwrap_or_default()),
            // Nobody is told that it is done, since it isn't.
            Err(error) => tracing::error!(%error, "the audit log isn't on disk yet"),
        }
    }
}

fn take(message: Message, lines: &mut Vec<u8>, waiting: &mut Vec<SyncSender<()>>) {
    match message {
        Message::Flush(done) => waiting.push(done),
        Message::Record(record, share) => {
            drop(share);
            append(&*record, lines);
        }
        Message::Finding(finding) => append(&*finding, lines),
    }
}

fn append(record: &impl Serialize, lines: &mut Vec<u8>) {
    match to_line(record) {
        Ok(line) => lines.extend_from_slice(&line),
        Err(error) => tracing::error!(%error, "an audit record has no JSON form"),
    }
}
