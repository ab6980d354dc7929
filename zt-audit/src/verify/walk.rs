//! From line to line.

use std::io::{self, BufRead};

use serde::Deserialize;

use super::anchor::{Against, Anchor};
use super::fault::{Broken, Fault};
use super::lines::{Line, Lines};
use super::report::Report;
use crate::checkpoint::{Keys, NotSigned, Statement, unverified};
use crate::digest::{Digest, LogId};
use crate::line::{
    CHECKPOINT, FINDING, Head, OPENED, SEGMENT, SegmentLine, is_checkpoint_as_written,
};

/// Where it begins to read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Start {
    /// At the first line of the log.
    Beginning,
    /// Somewhere in this log, in this segment, where it says that there are never more lines than these without a checkpoint. What the
    /// first line says of the one before it is taken as it is.
    Within { log: LogId, segment: u64, every: Option<u64> },
}

/// A checkpoint under a key that isn't known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    Refused,
    /// It signs nothing, and breaks nothing: the key was replaced.
    Ignored,
}

pub(crate) struct Walk<'k, 'r> {
    keys: &'k Keys,
    unknown: Unknown,
    anchor: Option<Anchor<'r>>,
    at: Option<At>,
    is_within: bool,
    last: Option<Last>,
    /// The file that is read, and the line in it.
    file: String,
    line: u64,
    report: Report,
}

/// In which segment of which log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) log: LogId,
    pub(crate) segment: u64,
    pub(crate) every: Option<u64>,
}

/// The line before, and the hash of the one before that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Last {
    pub(crate) seq: u64,
    pub(crate) hash: Digest,
    before: Digest,
}

/// What a start says of how it found the log.
#[derive(Deserialize)]
struct Noted {
    #[serde(default)]
    unsigned: u64,
    #[serde(default)]
    unseen: u64,
}

type Outcome = Result<(), Box<Broken>>;

impl<'k, 'r> Walk<'k, 'r> {
    pub(crate) fn new(
        keys: &'k Keys,
        start: Start,
        unknown: Unknown,
        anchor: Option<Anchor<'r>>,
    ) -> Self {
        let at = match start {
            Start::Beginning => None,
            Start::Within { log, segment, every } => Some(At { log, segment, every }),
        };
        Self {
            keys,
            unknown,
            anchor,
            is_within: at.is_some(),
            at,
            last: None,
            file: String::new(),
            line: 0,
            report: Report::default(),
        }
    }

    /// Reads one file to its end, or to what is wrong.
    pub(crate) fn file(&mut self, name: &str, reader: impl BufRead) -> io::Result<Outcome> {
        name.clone_into(&mut self.file);
        self.line = 0;
        let mut lines = Lines::new(reader);
        while let Some(line) = lines.next()? {
            self.line += 1;
            if !line.is_whole {
                self.report.torn = u64::try_from(line.bytes.len()).unwrap_or(u64::MAX);
                self.line -= 1;
                break;
            }
            let taken = self.take(&line, || lines.next())?;
            if taken.is_err() {
                return Ok(taken);
            }
        }
        Ok(Ok(()))
    }

    /// What is wrong once there is nothing more to read.
    pub(crate) fn end(&mut self) -> io::Result<Outcome> {
        let seq = self.last.map_or(0, |last| last.seq);
        if let Some(anchor) = &mut self.anchor
            && let Err(against) = anchor.left(self.keys, seq)?
        {
            return Ok(Err(self.against(against)));
        }
        if self.last.is_none() {
            return Ok(Err(self.broken(0, 0, Fault::NoBeginning)));
        }
        if self.report.checkpoints == 0 && self.unknown == Unknown::Refused {
            return Ok(Err(self.broken(0, seq, Fault::NothingSigned)));
        }
        Ok(Ok(()))
    }

    pub(crate) fn into_report(self) -> Report {
        self.report
    }

    pub(crate) const fn report(&self) -> &Report {
        &self.report
    }

    pub(crate) const fn at(&self) -> Option<At> {
        self.at
    }

    pub(crate) const fn last(&self) -> Option<Last> {
        self.last
    }

    fn take(
        &mut self,
        line: &Line,
        next: impl FnOnce() -> io::Result<Option<Line>>,
    ) -> io::Result<Outcome> {
        let expected = self.last.map_or(0, |last| last.seq + 1);
        let Some(head) = &line.head else {
            return Ok(Err(self.broken(0, expected, Fault::Altered)));
        };
        if let Some(last) = self.last {
            if head.prev != last.hash || head.seq != expected {
                return Ok(Err(self.diagnosed(line, head, last, next()?)));
            }
        } else if !self.is_within && (head.prev, head.seq) != (Digest::NONE, 0) {
            return Ok(Err(self.broken(0, head.seq, Fault::NoBeginning)));
        }
        if let Err(fault) = self.placed(line, head) {
            return Ok(Err(self.broken(0, head.seq, fault)));
        }
        self.count(line, head);
        let outcome = match &head.signed {
            Some(signed) if head.event == CHECKPOINT => self.signed(line, head, signed)?,
            _ => self.unsigned(head),
        };
        if outcome.is_ok() {
            let before = self.last.map_or(head.prev, |last| last.hash);
            self.last = Some(Last { seq: head.seq, hash: line.hash, before });
            self.report.last = Some(head.seq);
        }
        Ok(outcome)
    }

    /// A segment's first line says whose it is.
    fn placed(&mut self, line: &Line, head: &Head) -> Result<(), Fault> {
        let Some(at) = self.at else {
            let begun = SegmentLine::read(&line.bytes).filter(|_| head.event == SEGMENT);
            let SegmentLine { log, segment, every, .. } = begun.ok_or(Fault::NoBeginning)?;
            if segment != 1 {
                return Err(Fault::NoBeginning);
            }
            self.at = Some(At { log, segment, every });
            self.report.log = Some(log.to_string());
            return Ok(());
        };
        if head.event == SEGMENT && self.last.is_some() {
            let next = SegmentLine::read(&line.bytes).ok_or(Fault::Altered)?;
            if next.log != at.log {
                return Err(Fault::AnotherLog);
            }
            if next.segment != at.segment + 1 {
                return Err(Fault::Altered);
            }
            self.at = Some(At { segment: next.segment, ..at });
        }
        Ok(())
    }

    fn count(&mut self, line: &Line, head: &Head) {
        self.report.lines += 1;
        self.report.first.get_or_insert(head.seq);
        let Ok(noted) = serde_json::from_slice::<Noted>(&line.bytes) else { return };
        // A finding counts otherwise: decisions that nobody looked at.
        if head.event != FINDING {
            self.report.unseen += noted.unseen;
        }
        if head.event == OPENED && noted.unsigned > 0 {
            let through = head.seq.saturating_sub(1);
            self.report.take_over((through + 1).saturating_sub(noted.unsigned), through);
        }
    }

    fn unsigned(&mut self, head: &Head) -> Outcome {
        self.report.unsigned += 1;
        match self.at.and_then(|at| at.every) {
            Some(every) if self.report.unsigned > every => {
                Err(self.broken(0, head.seq, Fault::Unsigned { every }))
            }
            _ => Ok(()),
        }
    }

    fn signed(&mut self, line: &Line, head: &Head, signed: &str) -> io::Result<Outcome> {
        let statement = match self.keys.open(signed) {
            Ok(statement) => statement,
            Err(NotSigned::UnknownKey) if self.unknown == Unknown::Ignored => {
                self.report.unsigned = 0;
                return Ok(Ok(()));
            }
            Err(NotSigned::UnknownKey) => {
                return Ok(Err(self.broken(0, head.seq, Fault::UnknownKey)));
            }
            Err(NotSigned::Malformed | NotSigned::Signature) => {
                return Ok(Err(self.broken(0, head.seq, Fault::Forged)));
            }
        };
        if let Err(fault) = self.fits(&statement, line, head, signed) {
            return Ok(Err(self.broken(0, head.seq, fault)));
        }
        if let Some(anchor) = &mut self.anchor {
            match anchor.meets(signed, &statement, self.keys)? {
                Err(against) => return Ok(Err(self.against(against))),
                Ok(true) => self.report.anchored = Some(statement.seq),
                Ok(false) => {}
            }
        }
        self.report.checkpoints += 1;
        self.report.unsigned = 0;
        self.report.signed = Some(statement.seq);
        self.report.signed_at = Some(statement.time);
        Ok(Ok(()))
    }

    fn fits(
        &self,
        statement: &Statement,
        line: &Line,
        head: &Head,
        signed: &str,
    ) -> Result<(), Fault> {
        let at = self.at.ok_or(Fault::NoBeginning)?;
        if statement.log != at.log {
            return Err(Fault::AnotherLog);
        }
        if !is_checkpoint_as_written(&line.bytes, head, signed) {
            return Err(Fault::Altered);
        }
        let signs = (statement.segment, statement.seq.checked_add(1), statement.head);
        if signs != (at.segment, Some(head.seq), head.prev) {
            return Err(Fault::Rewritten { from: self.report.signed.map_or(0, |seq| seq + 2) });
        }
        Ok(())
    }

    /// A line that doesn't follow on the one before. Which of them is to blame, the next one tells: it follows on what was written.
    fn diagnosed(&self, line: &Line, head: &Head, last: Last, next: Option<Line>) -> Box<Broken> {
        let expected = last.seq + 1;
        let next = next.filter(|next| next.is_whole).and_then(|next| next.head);
        if line.hash == last.hash {
            return self.broken(0, head.seq, Fault::Copied);
        }
        if head.prev == last.hash {
            return self.broken(0, expected, Fault::Altered);
        }
        if head.seq > expected {
            let is_next = next.is_some_and(|next| next.seq == expected);
            let (from, through) = (expected, head.seq - 1);
            let fault = match is_next {
                true => Fault::OutOfOrder { expected },
                false => Fault::Missing { from, through },
            };
            return self.broken(0, head.seq, fault);
        }
        if head.seq < expected {
            if head.prev == last.before && head.seq == last.seq {
                return self.broken(1, last.seq, Fault::Inserted);
            }
            return self.broken(0, head.seq, Fault::OutOfOrder { expected });
        }
        let is_as_written = match &head.signed {
            Some(signed) => unverified(signed).is_none_or(|signs| signs.head == head.prev),
            None => next.is_none_or(|next| next.prev == line.hash),
        };
        if is_as_written {
            self.broken(1, last.seq, Fault::Altered)
        } else {
            self.broken(0, expected, Fault::Altered)
        }
    }

    fn against(&self, against: Against) -> Box<Broken> {
        match against {
            Against::Log(fault) => self.broken(0, self.last.map_or(0, |last| last.seq), fault),
            Against::Anchor { file, line, seq } => {
                Box::new(Broken { file, line, seq, fault: Fault::BadAnchor })
            }
        }
    }

    /// So many lines before the one that is read.
    fn broken(&self, before: u64, seq: u64, fault: Fault) -> Box<Broken> {
        let line = self.line.saturating_sub(before).max(1);
        Box::new(Broken { file: self.file.clone(), line, seq, fault })
    }
}
