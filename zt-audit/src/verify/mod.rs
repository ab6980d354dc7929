//! Holds a log against its own chain, what was signed of it, and what an anchor kept.
//!
//! It reads once from the first line to the last, and keeps two lines at most. The first thing that is wrong ends it: behind a broken link nothing
//! is evidence.

mod anchor;
mod fault;
mod lines;
mod report;
mod walk;

use std::io::{self, BufRead};

use crate::checkpoint::Keys;
use anchor::Anchor;
pub use fault::{Broken, Fault};
pub(crate) use lines::Lines;
pub use report::{Report, Takeover};
pub(crate) use walk::{Start, Unknown, Walk};

/// What a log turned out to be.
#[derive(Debug)]
pub enum Verified {
    /// Nothing in it was changed. Read in the report what isn't signed yet.
    Whole(Report),
    /// It isn't what was written; and what is known of the lines before.
    Broken(Box<Broken>, Report),
}

/// A file, and what reads it.
type Named<'r> = (String, Box<dyn BufRead + 'r>);

/// Holds the files of a log, in their order, against the keys, and against the anchor if there is one.
///
/// # Errors
/// Something can't be read. Then nothing is known of the log.
pub fn verify<'r>(
    files: impl IntoIterator<Item = io::Result<Named<'r>>>,
    keys: &Keys,
    anchor: Option<Named<'r>>,
) -> io::Result<Verified> {
    let anchor = anchor.map(|(name, reader)| Anchor::new(name, reader));
    let mut walk = Walk::new(keys, Start::Beginning, Unknown::Refused, anchor);
    for file in files {
        let (name, reader) = file?;
        if let Err(broken) = walk.file(&name, reader)? {
            return Ok(Verified::Broken(broken, walk.into_report()));
        }
    }
    match walk.end()? {
        Ok(()) => Ok(Verified::Whole(walk.into_report())),
        Err(broken) => Ok(Verified::Broken(broken, walk.into_report())),
    }
}
