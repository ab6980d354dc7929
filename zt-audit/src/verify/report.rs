//! What is known of a log that was read.

use serde::Serialize;

/// How many takeovers are listed.
const MOST_LISTED: usize = 64;

/// What a log holds, as far as it was read without a fault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The log's id.
    pub log: Option<String>,
    /// Its lines, checkpoints among them.
    pub lines: u64,
    /// The number of the first line.
    pub first: Option<u64>,
    /// The number of the last line.
    pub last: Option<u64>,
    /// Its checkpoints.
    pub checkpoints: u64,
    /// The number of the last line that a checkpoint signs.
    pub signed: Option<u64>,
    /// When that was signed.
    pub signed_at: Option<String>,
    /// Lines after the last checkpoint. Whoever could write to the file could have written them.
    pub unsigned: u64,
    /// Bytes at the end that are no whole line.
    pub torn: u64,
    /// The number of the last line that the anchor vouches for.
    pub anchored: Option<u64>,
    /// Lines that were signed late, at the next start: whoever could write to the file in between could have written them. The
    /// first of them, if there are very many.
    pub taken_over: Vec<Takeover>,
    /// Requests that were refused without a record, because the log couldn't take one.
    pub unseen: u64,
}

/// Lines that the service left unsigned when it ended, and that were signed at its next start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Takeover {
    /// The number of the first of them.
    pub from: u64,
    /// The number of the last of them.
    pub through: u64,
}

impl Report {
    pub(super) fn take_over(&mut self, from: u64, through: u64) {
        if self.taken_over.len() < MOST_LISTED {
            self.taken_over.push(Takeover { from, through });
        }
    }
}
