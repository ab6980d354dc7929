//! Where audit lines go.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Takes whole lines. After an error it is given the same lines again.
pub(crate) trait Sink: Send + 'static {
    /// Writes lines; after an error nothing of them is left, as far as that can be undone.
    fn append(&mut self, lines: &[u8]) -> io::Result<()>;

    /// Brings what was written to where it stays.
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard error: the log of whatever runs the service.
#[derive(Debug)]
pub(crate) struct StderrSink;

impl Sink for StderrSink {
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        io::stderr().lock().write_all(lines)
    }
}

/// A file that only grows.
#[derive(Debug)]
pub(crate) struct FileSink(File);

/// Opens a file that only grows, and that can be read back (mode 0600 when it is made). What can't be read, such as a pipe's end or a
/// terminal, is opened to be written to.
pub(super) fn open_to_append(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)
}

impl FileSink {
    pub(crate) const fn new(file: File) -> Self {
        Self(file)
    }
}

impl Sink for FileSink {
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        let metadata = self.0.metadata()?;
        self.0.write_all(lines).inspect_err(|_| {
            // Half a line would join the next one, and both would be lost to a reader.
            if metadata.is_file() {
                let _ = self.0.set_len(metadata.len());
            }
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.0.metadata()?.is_file() { self.0.sync_data() } else { Ok(()) }
    }
}

/// Memory, for tests.
#[derive(Clone, Default)]
pub(crate) struct MemorySink(Arc<Mutex<Vec<u8>>>);

impl MemorySink {
    /// The lines so far. Flush the log first.
    pub(crate) fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }
}

impl Sink for MemorySink {
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(lines);
        Ok(())
    }
}

impl fmt::Debug for MemorySink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemorySink").finish_non_exhaustive()
    }
}
