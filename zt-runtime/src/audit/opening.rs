//! From the configuration to a log that goes on where it ended: a log that isn't what was written isn't gone on with.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use zt_audit::{Chain, LogId, NotResumable, Resumed, Statement, resume, signed_digest_of};

use super::anchor::Anchor;
use super::event::Event;
use super::ledger::{EVERY, Ledger, Lines};
use super::sink::{FileSink, open_to_append};
use crate::clock::Clock;
use crate::config::AuditConfig;

/// How long a service that just ended is given to let go of the file.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// A ledger behind the last line, what it begins with, and what else belongs to the log.
#[derive(Debug)]
pub(super) struct Opened<S> {
    pub(super) sink: S,
    pub(super) ledger: Ledger,
    pub(super) first: Lines,
    pub(super) anchor: Option<Anchor>,
}

/// Why a log can't be gone on with, told to whoever starts the service.
#[derive(Debug)]
struct Refused<'p> {
    path: &'p Path,
    what: String,
}

impl fmt::Display for Refused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the audit log can't be gone on with: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for Refused<'_> {}

/// Goes on with the file, or begins it.
pub(super) fn open_file(
    path: &Path,
    config: &AuditConfig,
    clock: &Clock,
) -> io::Result<Opened<FileSink>> {
    let refused = |what: String| io::Error::other(Refused { path, what }.to_string());
    let failed = |error: io::Error| refused(error.to_string());
    let mut file = open_to_append(path).map_err(failed)?;
    if !file.metadata()?.is_file() {
        // A pipe or a device has no end to go on behind.
        return begin(FileSink::new(file), config, clock);
    }
    lock(&file).map_err(failed)?;
    let keys = config.key.as_ref().map(|key| key.verifying()).unwrap_or_default();
    let resumed = resume(&mut file, &keys).map_err(|fault| refused(told(path, &fault)))?;
    let torn = set_aside(&mut file, path, resumed.as_ref()).map_err(failed)?;
    let (anchor, anchored) = match &config.anchor {
        Some(anchor) => {
            let opened = Anchor::open(anchor, &keys);
            let (anchor, last) = opened.map_err(|error| {
                io::Error::new(
                    error.kind(),
                    format!("{}: the audit log's anchor can't be used: {error}", anchor.display()),
                )
            })?;
            (Some(anchor), last)
        }
        None => (None, None),
    };
    if let Some(anchored) = anchored {
        meets(resumed.as_ref(), &anchored, &mut file, config.anchor.as_ref()).map_err(refused)?;
    }
    let Some(resumed) = resumed else {
        let opened = begin(FileSink::new(file), config, clock)?;
        return Ok(Opened { anchor, ..opened });
    };
    if resumed.is_signed && config.key.is_none() {
        return Err(refused(
            "it is signed, and the configuration has no `audit_key`; name the key, or begin another file".to_owned(),
        ));
    }
    let Resumed { chain, unsigned, .. } = resumed;
    let mut ledger = Ledger::new(chain, unsigned, config.key.clone(), clock.clone());
    let mut first = Lines::default();
    ledger.note(&found(config, unsigned, torn), &mut first);
    ledger.settle(&mut first);
    Ok(Opened { sink: FileSink::new(file), ledger, first, anchor })
}

/// A log that begins here.
pub(super) fn begin<S>(sink: S, config: &AuditConfig, clock: &Clock) -> io::Result<Opened<S>> {
    let (chain, line) = new_chain(config, clock)?;
    let mut ledger = Ledger::new(chain, 1, config.key.clone(), clock.clone());
    let mut first = Lines { bytes: line, ..Lines::default() };
    ledger.note(&found(config, 0, 0), &mut first);
    ledger.settle(&mut first);
    Ok(Opened { sink, ledger, first, anchor: None })
}

pub(super) fn new_chain(config: &AuditConfig, clock: &Clock) -> io::Result<(Chain, Vec<u8>)> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(io::Error::other)?;
    let every = config.key.as_ref().map(|_| EVERY);
    Ok(Chain::begin(LogId::new(id), every, format!("{:.9}", clock.now()))?)
}

fn found(config: &AuditConfig, unsigned: u64, torn: u64) -> Event {
    let key = config.key.as_ref().map(|key| key.id().to_owned());
    Event::Opened { key, unsigned, torn }
}

/// Two services that write to one file would break each other's chain.
fn lock(file: &File) -> io::Result<()> {
    let mut left = PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if left.is_zero() => {
                return Err(io::Error::new(
                    io::ErrorKind::ResourceBusy,
                    "another process writes to it; give each its own file",
                ));
            }
            Err(TryLockError::WouldBlock) => {
                left = left.saturating_sub(PAUSE);
                thread::sleep(PAUSE);
            }
        }
    }
}

/// Half a line, from a service that was killed or a disk that was full, goes to a file of its own.
fn set_aside(file: &mut File, path: &Path, resumed: Option<&Resumed>) -> io::Result<u64> {
    let length = resumed.map_or(0, |resumed| resumed.length);
    let torn = file.seek(SeekFrom::End(0))?.saturating_sub(length);
    if torn == 0 {
        return Ok(0);
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".torn");
    let mut aside = open_to_append(&PathBuf::from(name))?;
    file.seek(SeekFrom::Start(length))?;
    io::copy(file, &mut aside)?;
    aside.write_all(b"\n")?;
    aside.sync_data()?;
    file.set_len(length)?;
    Ok(torn)
}

/// The log has what its anchor has last.
fn meets(
    resumed: Option<&Resumed>,
    anchored: &Statement,
    file: &mut File,
    anchor: Option<&PathBuf>,
) -> Result<(), String> {
    let seq = anchored.seq;
    let anchor = anchor.map(|path| path.display().to_string()).unwrap_or_default();
    let lead = "find out who did that with `cargo zt audit verify`, keep both files, and begin another log with another anchor";
    let Some(resumed) = resumed else {
        return Err(format!(
            "it is empty, and {anchor} has a checkpoint over its records up to {seq}; {lead}"
        ));
    };
    if resumed.chain.log() != anchored.log {
        return Err(format!("{anchor} is the anchor of another log; each log has its own"));
    }
    if resumed.chain.next() <= seq {
        return Err(format!(
            "it ends before record {seq}, up to which {anchor} has a checkpoint: it was cut; {lead}"
        ));
    }
    let found = signed_digest_of(file, seq).map_err(|error| error.to_string())?;
    if found == Some(anchored.head) {
        return Ok(());
    }
    Err(format!(
        "record {seq} isn't the one that {anchor} has a checkpoint over: it was put back to an older file; {lead}"
    ))
}

fn told(path: &Path, fault: &NotResumable) -> String {
    let path = path.display();
    match fault {
        NotResumable::NoLog => format!(
            "{fault}; name another file in `audit`, or move it away (it may be of a zt before the log was chained)"
        ),
        NotResumable::Broken(_) => format!(
            "{fault}; somebody changed it: `cargo zt audit verify {path}` says what it knows, keep the file, and begin another"
        ),
        _ => fault.to_string(),
    }
}
