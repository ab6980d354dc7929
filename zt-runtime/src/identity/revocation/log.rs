//! Revocations on disk: one JSON object a line, each synced before it is reported as done.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::config::state::{StateFault, StateFolder};
use crate::identity::subject::Subject;
use crate::shared;

const NAME: &str = "revocations.jsonl";

/// One revocation.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Token { at: Timestamp, issuer: Arc<str>, id: Arc<str> },
    Subject { at: Timestamp, subject: Subject },
}

/// How an entry is written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Line {
    Token { at: Timestamp, issuer: String, id: String },
    Subject { at: Timestamp, subject: String },
}

/// Why revocations can't be read or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum RevocationFault {
    /// A line of the file is no revocation.
    Malformed {
        /// The file.
        file: PathBuf,
        /// Counted from one.
        line: usize,
    },
    /// The file can't be opened, or others can write to it.
    State(StateFault),
    /// The disk refused.
    Io {
        /// The file.
        file: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The store that instances share didn't take it: it counts on this one alone until the store answers again.
    Shared(shared::Fault),
}

impl fmt::Display for RevocationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { file, line } => write!(
                f,
                "{}, line {line}: this is no revocation; mend the line, or remove it if it was cut off by a crash \
                 (its revocation was never reported as done)",
                file.display()
            ),
            Self::State(fault) => fault.fmt(f),
            Self::Shared(fault) => {
                write!(f, "the other instances don't know of the revocation yet: {fault}")
            }
            Self::Io { file, error } => {
                write!(f, "{}: the revocation isn't on disk: {error}", file.display())
            }
        }
    }
}

impl std::error::Error for RevocationFault {}

impl From<StateFault> for RevocationFault {
    fn from(fault: StateFault) -> Self {
        Self::State(fault)
    }
}

/// The file, open for appending.
pub(super) struct Log {
    file: File,
    path: PathBuf,
    /// Its length up to the last whole line.
    length: u64,
}

impl Log {
    pub(super) fn open(folder: &StateFolder) -> Result<(Self, Vec<Entry>), RevocationFault> {
        let path = folder.path_of(NAME);
        let mut file = folder.open_private(NAME)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)
            .map_err(|error| RevocationFault::Io { file: path.clone(), error })?;
        let entries =
            parse(&text).map_err(|line| RevocationFault::Malformed { file: path.clone(), line })?;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        Ok((Self { file, path, length }, entries))
    }

    pub(super) fn append(&mut self, entry: &Entry) -> Result<(), RevocationFault> {
        self.append_all(std::slice::from_ref(entry))
    }

    /// All of them or none.
    pub(super) fn append_all(&mut self, entries: &[Entry]) -> Result<(), RevocationFault> {
        self.write(entries).map_err(|error| {
            // Half a line would keep the service from starting again.
            let _ = self.file.set_len(self.length);
            RevocationFault::Io { file: self.path.clone(), error }
        })
    }

    #[cfg(test)]
    pub(super) fn break_with(&mut self, file: File) {
        self.file = file;
    }

    fn write(&mut self, entries: &[Entry]) -> io::Result<()> {
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, &Line::from(entry))?;
            lines.push(b'\n');
        }
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(&lines)?;
        self.file.sync_data()?;
        self.length += u64::try_from(lines.len()).unwrap_or(0);
        Ok(())
    }
}

/// All entries, or the number of the first line that is none.
fn parse(text: &[u8]) -> Result<Vec<Entry>, usize> {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    lines.enumerate().map(|(index, line)| parse_line(line).ok_or(index + 1)).collect()
}

/// A line without its end was cut off.
fn parse_line(line: &[u8]) -> Option<Entry> {
    parse_one(str::from_utf8(line.strip_suffix(b"\n")?).ok()?)
}

/// How an entry is told to others.
pub(super) fn line(entry: &Entry) -> String {
    // Texts and times only, which can always be written.
    serde_json::to_string(&Line::from(entry)).unwrap_or_default()
}

pub(super) fn parse_one(line: &str) -> Option<Entry> {
    match serde_json::from_str(line).ok()? {
        Line::Token { at, issuer, id } => {
            Some(Entry::Token { at, issuer: issuer.into(), id: id.into() })
        }
        Line::Subject { at, subject } => {
            Some(Entry::Subject { at, subject: subject.parse().ok()? })
        }
    }
}

impl From<&Entry> for Line {
    fn from(entry: &Entry) -> Self {
        match entry {
            Entry::Token { at, issuer, id } => {
                Self::Token { at: *at, issuer: issuer.to_string(), id: id.to_string() }
            }
            Entry::Subject { at, subject } => {
                Self::Subject { at: *at, subject: subject.to_string() }
            }
        }
    }
}
