//! Why something could not be done or checked, in words for the person at the terminal.

use std::fmt;
use std::path::Path;

/// What went wrong, and what to do about it. It ends the command with [`UNCHECKED`].
#[derive(Debug)]
pub(crate) struct Failure(String);

/// The exit code when something could not be checked: a pipeline must not take it for "nothing found".
pub(crate) const UNCHECKED: u8 = 2;

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// A file or folder that could not be read or written.
    pub(crate) fn at(path: &Path, error: impl fmt::Display) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
