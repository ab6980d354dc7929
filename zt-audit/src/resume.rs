//! Where a log ends, for who goes on with it.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use memchr::memmem;

use crate::checkpoint::{Keys, Statement};
use crate::digest::Digest;
use crate::line::{Chain, SegmentLine};
use crate::verify::{Broken, Lines, Start, Unknown, Walk};

/// What is read at once on the way back to the last checkpoint.
const BLOCK: usize = 64 * 1024;
/// What a checkpoint's line says of itself.
const MARK: &[u8] = b",\"event\":\"checkpoint\",\"signed\":\"";

/// A log that can be gone on with.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resumed {
    /// Behind its last whole line.
    pub chain: Chain,
    /// The log says of itself that it is signed.
    pub is_signed: bool,
    /// Lines after the last checkpoint.
    pub unsigned: u64,
    /// How many bytes its whole lines have. What is behind them is half a line.
    pub length: u64,
    /// How many bytes of half a line there are.
    pub torn: u64,
}

/// Why a log can't be gone on with.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotResumable {
    /// It can't be read.
    Io(io::Error),
    /// Its first line isn't that of a log.
    NoLog,
    /// What stands since its last checkpoint isn't what was written. The line counts from the last checkpoint on.
    Broken(Box<Broken>),
}

impl fmt::Display for NotResumable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::NoLog => f.write_str("its first line isn't that of an audit log"),
            Self::Broken(broken) => write!(f, "record {}: {}", broken.seq, broken.fault),
        }
    }
}

impl std::error::Error for NotResumable {}

impl From<io::Error> for NotResumable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a log's end from its last checkpoint on, and holds it against the chain, and the checkpoint against the keys. A checkpoint of
/// another key is passed over: keys are replaced. `None` for a log without a whole line.
///
/// # Errors
/// It can't be read, is no log, or its end isn't what was written.
pub fn resume(mut file: impl Read + Seek, keys: &Keys) -> Result<Option<Resumed>, NotResumable> {
    let end = file.seek(SeekFrom::End(0))?;
    let Some(length) = whole_lines(&mut file, end)? else { return Ok(None) };
    file.seek(SeekFrom::Start(0))?;
    let first = Lines::new(BufReader::new(&mut file)).next()?;
    let first =
        first.and_then(|first| SegmentLine::read(&first.bytes)).ok_or(NotResumable::NoLog)?;
    let from = last_checkpoint(&mut file, length)?;
    file.seek(SeekFrom::Start(from))?;
    let SegmentLine { log, segment, every, .. } = first;
    let start = match from {
        0 if segment == 1 => Start::Beginning,
        _ => Start::Within { log, segment, every },
    };
    let mut walk = Walk::new(keys, start, Unknown::Ignored, None);
    let mut tail = BufReader::new(file).take(length - from);
    let read = walk.file("", &mut tail as &mut dyn BufRead)?;
    read.map_err(NotResumable::Broken)?;
    walk.end()?.map_err(NotResumable::Broken)?;
    let (Some(last), Some(at)) = (walk.last(), walk.at()) else { return Ok(None) };
    let chain = Chain { log, segment: at.segment, next: last.seq + 1, prev: last.hash };
    let unsigned = walk.report().unsigned;
    Ok(Some(Resumed { chain, is_signed: every.is_some(), unsigned, length, torn: end - length }))
}

/// The statement that an anchor has last, and how long the anchor's whole lines are. `None` for one without any.
///
/// # Errors
/// It can't be read, or its last line isn't signed by one of the keys.
pub fn last_anchored(
    mut file: impl Read + Seek,
    keys: &Keys,
) -> Result<Option<(Statement, u64)>, NotResumable> {
    let end = file.seek(SeekFrom::End(0))?;
    let Some(length) = whole_lines(&mut file, end)? else { return Ok(None) };
    let from = newline_before(&mut file, length - 1)?.map_or(0, |at| at + 1);
    file.seek(SeekFrom::Start(from))?;
    let line = Lines::new(BufReader::new(file)).next()?;
    let token = line.and_then(|line| String::from_utf8(line.bytes).ok());
    let statement = token.and_then(|token| keys.open(&token).ok());
    Ok(Some((statement.ok_or(NotResumable::NoLog)?, length)))
}

/// The digest of the record of this number, as the checkpoint behind it has it; `None` where no checkpoint follows on that record.
///
/// # Errors
/// It can't be read.
pub fn signed_digest_of(mut file: impl Read + Seek, seq: u64) -> io::Result<Option<Digest>> {
    let mut upto = file.seek(SeekFrom::End(0))?;
    loop {
        let from = last_checkpoint(&mut file, upto)?;
        file.seek(SeekFrom::Start(from))?;
        let line = Lines::new(BufReader::new(&mut file)).next()?;
        let Some(head) = line.and_then(|line| line.head) else { return Ok(None) };
        match head.seq.checked_sub(1) {
            Some(signed) if signed == seq => return Ok(Some(head.prev)),
            Some(signed) if signed > seq && from > 0 => upto = from,
            _ => return Ok(None),
        }
    }
}

/// The length up to the last newline.
fn whole_lines(file: &mut (impl Read + Seek), end: u64) -> io::Result<Option<u64>> {
    Ok(newline_before(file, end)?.map(|at| at + 1))
}

/// Where the last newline before `end` is.
fn newline_before(file: &mut (impl Read + Seek), end: u64) -> io::Result<Option<u64>> {
    back(file, end, 0, |block| memchr::memrchr(b'\n', block))
}

/// Where the line of the last checkpoint begins, or the file.
fn last_checkpoint(file: &mut (impl Read + Seek), length: u64) -> io::Result<u64> {
    let Some(mark) = back(file, length, MARK.len() - 1, |block| memmem::rfind(block, MARK))? else {
        return Ok(0);
    };
    Ok(newline_before(file, mark)?.map_or(0, |at| at + 1))
}

/// Looks for something block by block from `end` on backwards. Blocks overlap by so many bytes.
fn back(
    file: &mut (impl Read + Seek),
    end: u64,
    overlap: usize,
    find: impl Fn(&[u8]) -> Option<usize>,
) -> io::Result<Option<u64>> {
    let (mut upto, overlap) = (end, as_u64(overlap));
    while upto > 0 {
        let from = upto.saturating_sub(as_u64(BLOCK));
        let through = upto.saturating_add(overlap).min(end);
        let mut block = vec![0; usize::try_from(through - from).unwrap_or(BLOCK)];
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(&mut block)?;
        if let Some(at) = find(&block) {
            return Ok(Some(from + as_u64(at)));
        }
        upto = from;
    }
    Ok(None)
}

fn as_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
