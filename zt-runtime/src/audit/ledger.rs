//! From records to lines: each follows on the one before, and a checkpoint signs them from time to time.

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use zt_audit::{Chain, CheckpointKey};

use super::event::{Event, Noted};
use crate::clock::Clock;

/// There are never more lines than these without a checkpoint.
pub(super) const EVERY: u64 = 4096;

/// So long after a line at the latest it is signed and on disk.
const SOON: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Ledger {
    chain: Chain,
    key: Option<Arc<CheckpointKey>>,
    clock: Clock,
    unsigned: u64,
    /// When the first line was written that isn't settled.
    since: Option<Duration>,
}

/// Lines on their way to the sink.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) bytes: Vec<u8>,
    /// The checkpoints among them, for the anchor.
    pub(super) checkpoints: Vec<String>,
}

impl Ledger {
    /// Goes on behind so many lines that nothing signs yet.
    pub(super) const fn new(
        chain: Chain,
        unsigned: u64,
        key: Option<Arc<CheckpointKey>>,
        clock: Clock,
    ) -> Self {
        Self { chain, key, clock, unsigned, since: None }
    }

    pub(super) fn note(&mut self, event: &Event, lines: &mut Lines) {
        let noted = Noted { time: self.clock.now(), event };
        self.append(&noted, lines);
    }

    pub(super) fn append(&mut self, record: &impl Serialize, lines: &mut Lines) {
        if self.key.is_some() && self.unsigned >= EVERY {
            self.sign(lines);
        }
        match self.chain.append(record) {
            Ok(line) => lines.bytes.extend_from_slice(&line),
            Err(error) => tracing::error!(%error, "an audit record has no JSON form"),
        }
        self.unsigned += 1;
        self.since.get_or_insert_with(|| self.clock.elapsed());
    }

    /// How long until what was written has to be settled; `None` where nothing was.
    pub(super) fn due_in(&self) -> Option<Duration> {
        self.since.map(|since| SOON.saturating_sub(self.clock.elapsed().saturating_sub(since)))
    }

    /// Signs what isn't signed, if anything is to be signed: what follows is that the lines go to where they stay.
    pub(super) fn settle(&mut self, lines: &mut Lines) {
        self.since = None;
        if self.key.is_some() && self.unsigned > 0 {
            self.sign(lines);
        }
    }

    fn sign(&mut self, lines: &mut Lines) {
        let statement = self.chain.statement(format!("{:.9}", self.clock.now()));
        let signed = self.key.as_ref().and_then(|key| key.sign(&statement));
        let line = signed.map(|signed| (self.chain.append_checkpoint(&signed), signed));
        let Some((Ok(line), signed)) = line else {
            tracing::error!("the audit log's checkpoint can't be signed");
            return;
        };
        lines.bytes.extend_from_slice(&line);
        lines.checkpoints.push(signed);
        self.unsigned = 0;
    }
}

impl Lines {
    pub(super) fn take_checkpoints(&mut self) -> Vec<String> {
        mem::take(&mut self.checkpoints)
    }
}
