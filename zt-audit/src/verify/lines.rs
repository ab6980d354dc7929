//! A file line by line, none of them longer than a record can be.

use std::io::{self, BufRead, Read as _};

use crate::digest::Digest;
use crate::line::{Head, LONGEST_LINE};

/// A line without its newline.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: Digest,
    /// `None` where it is no record.
    pub(crate) head: Option<Head>,
    /// The newline is there: the last line of a file that is being written may have none yet.
    pub(crate) is_whole: bool,
}

pub(crate) struct Lines<R> {
    reader: R,
}

impl<R: BufRead> Lines<R> {
    pub(crate) const fn new(reader: R) -> Self {
        Self { reader }
    }

    /// The next line; `None` at the end. One that is too long is cut, and so is no record.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let most = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
        if self.reader.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let is_whole = bytes.last() == Some(&b'\n');
        if is_whole {
            bytes.pop();
        }
        let is_whole = is_whole || bytes.len() >= LONGEST_LINE;
        let (hash, head) = (Digest::of(&bytes), Head::read(&bytes));
        Ok(Some(Line { bytes, hash, head, is_whole }))
    }
}
