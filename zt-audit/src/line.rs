//! One line after the other, each bound to the one before.

use serde::{Deserialize, Serialize};

use crate::checkpoint::Statement;
use crate::digest::{Digest, LogId};
use crate::escape::to_line;

/// A longer line is no record.
pub const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// The event of a line that begins a segment.
pub(crate) const SEGMENT: &str = "segment";
/// The event of a line that says how a log was found that is gone on with.
pub(crate) const OPENED: &str = "opened";
/// The event of a line that says what the watch found.
pub(crate) const FINDING: &str = "finding";
/// The event of a line that signs all before it.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// Where a log is: what the next line's number is, and which line it follows.
#[derive(Debug, Clone)]
pub struct Chain {
    pub(crate) log: LogId,
    pub(crate) segment: u64,
    pub(crate) next: u64,
    pub(crate) prev: Digest,
}

/// A line as it is written.
#[derive(Serialize)]
struct Line<'a, R> {
    seq: u64,
    prev: Digest,
    #[serde(flatten)]
    record: &'a R,
}

/// What begins a segment.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SegmentLine {
    #[serde(skip_deserializing)]
    event: &'static str,
    pub(crate) log: LogId,
    pub(crate) segment: u64,
    /// There are never more lines than these without a checkpoint. A log that nobody signs says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) every: Option<u64>,
    time: String,
}

/// What signs all before it.
#[derive(Serialize)]
pub(crate) struct CheckpointLine<'a> {
    event: &'static str,
    signed: &'a str,
}

/// What the verifier looks at in each line. Other members are the writer's.
#[derive(Debug, Deserialize)]
pub(crate) struct Head {
    pub(crate) seq: u64,
    pub(crate) prev: Digest,
    pub(crate) event: String,
    pub(crate) signed: Option<String>,
}

impl Head {
    /// Of a line of our form; `None` for anything else.
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        let head: Self = serde_json::from_slice(line).ok()?;
        (head.signed.is_some() == (head.event == CHECKPOINT)).then_some(head)
    }
}

impl SegmentLine {
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }
}

impl Chain {
    /// A new log, and its first line, which says that there are never more than `every` lines without a checkpoint, if it is signed.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn begin(
        log: LogId,
        every: Option<u64>,
        time: String,
    ) -> serde_json::Result<(Self, Vec<u8>)> {
        let mut chain = Self { log, segment: 1, next: 0, prev: Digest::NONE };
        let line = SegmentLine { event: SEGMENT, log, segment: 1, every, time };
        let line = chain.append(&line)?;
        Ok((chain, line))
    }

    /// A record as the chain's next line, with its newline. It has to be something that serde makes an object of.
    ///
    /// # Errors
    /// It can't be written as JSON. The chain is as it was then.
    pub fn append(&mut self, record: &impl Serialize) -> serde_json::Result<Vec<u8>> {
        let line = to_line(&Line { seq: self.next, prev: self.prev, record })?;
        self.prev = Digest::of(line.strip_suffix(b"\n").unwrap_or(&line));
        self.next += 1;
        Ok(line)
    }

    /// What a checkpoint would sign now: all lines so far.
    #[must_use]
    pub fn statement(&self, time: String) -> Statement {
        let seq = self.next.saturating_sub(1);
        Statement { log: self.log, segment: self.segment, seq, head: self.prev, time }
    }

    /// A checkpoint as the next line.
    ///
    /// # Errors
    /// As [`Chain::append`].
    pub fn append_checkpoint(&mut self, signed: &str) -> serde_json::Result<Vec<u8>> {
        self.append(&CheckpointLine { event: CHECKPOINT, signed })
    }

    /// The log's name.
    #[must_use]
    pub const fn log(&self) -> LogId {
        self.log
    }

    /// The number of the next line.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.next
    }
}

/// A checkpoint's line has one spelling, so that nothing in it can be changed beside its signature.
pub(crate) fn is_checkpoint_as_written(line: &[u8], head: &Head, signed: &str) -> bool {
    let record = &CheckpointLine { event: CHECKPOINT, signed };
    let written = to_line(&Line { seq: head.seq, prev: head.prev, record });
    written.is_ok_and(|written| written.strip_suffix(b"\n") == Some(line))
}
