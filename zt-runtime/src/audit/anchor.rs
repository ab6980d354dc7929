//! The other place that has the checkpoints, so that a log that was cut, or put back to an older one, shows.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::path::Path;

use zt_audit::{Keys, Statement, last_anchored};

use super::sink::open_to_append;

/// A file of checkpoints, one a line.
#[derive(Debug)]
pub(super) struct Anchor {
    file: File,
    /// Checkpoints that the file hasn't taken yet.
    waiting: Vec<String>,
}

impl Anchor {
    /// Opens it, and tells what it has last. Half a line at its end is taken away: its checkpoint is in the log.
    pub(super) fn open(path: &Path, keys: &Keys) -> io::Result<(Self, Option<Statement>)> {
        let mut file = open_to_append(path)?;
        let end = file.seek(io::SeekFrom::End(0))?;
        let last = last_anchored(&mut file, keys).map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "its last line is no checkpoint that `audit_key` signed; look into it with `cargo zt audit verify`, and begin \
                 another anchor where the key was replaced",
            )
        })?;
        let whole = last.as_ref().map_or(0, |(_, length)| *length);
        if whole < end {
            file.set_len(whole)?;
        }
        Ok((Self { file, waiting: Vec::new() }, last.map(|(statement, _)| statement)))
    }

    pub(super) fn take(&mut self, checkpoints: Vec<String>) {
        self.waiting.extend(checkpoints);
    }

    /// Brings to the file what waits for it.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut lines = self.waiting.join("\n");
        lines.push('\n');
        let length = self.file.metadata()?.len();
        self.file.write_all(lines.as_bytes()).inspect_err(|_| {
            let _ = self.file.set_len(length);
        })?;
        self.file.sync_data()?;
        self.waiting.clear();
        Ok(())
    }
}
