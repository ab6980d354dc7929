//! `cargo zt audit`

mod key;
mod trace;
mod verify;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

/// What can be asked of an audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Make the key that signs a log.
    Key(key::Key),
    /// Tell what a token, a subject or a request touched.
    Trace(trace::Trace),
    /// Find what was changed in it. Exit codes: 0 whole, 1 broken, 2 not verified.
    Verify(verify::Verify),
}

impl Audit {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        match self {
            Self::Key(key) => key.run(),
            Self::Trace(trace) => trace.run(),
            Self::Verify(verify) => verify.run(),
        }
    }
}

/// A file with its name, as faults say it.
type Named = (String, Box<dyn BufRead>);

fn open(path: &Path) -> io::Result<Named> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(named)?;
    if file.metadata().map_err(named)?.is_dir() {
        return Err(named(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok((path.display().to_string(), Box::new(BufReader::new(file))))
}
