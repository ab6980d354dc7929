//! The other place that has the checkpoints: one token a line, in the order in which they were signed.

use std::io::{self, BufRead};

use super::fault::Fault;
use super::lines::Lines;
use crate::checkpoint::{Keys, Statement};

pub(crate) struct Anchor<'r> {
    name: String,
    lines: Lines<Box<dyn BufRead + 'r>>,
    line: u64,
    next: Option<Anchored>,
    is_begun: bool,
}

/// A checkpoint that the anchor kept.
struct Anchored {
    token: Vec<u8>,
    statement: Statement,
}

/// What the anchor says is wrong: with the log's place, or with a line of its own.
pub(super) enum Against {
    Log(Fault),
    Anchor { file: String, line: u64, seq: u64 },
}

impl<'r> Anchor<'r> {
    pub(super) fn new(name: String, reader: Box<dyn BufRead + 'r>) -> Self {
        Self { name, lines: Lines::new(reader), line: 0, next: None, is_begun: false }
    }

    /// Holds a checkpoint of the log against the next of the anchor. `Ok(true)` where the anchor has it too. One that the anchor doesn't
    /// have is none's fault: the service ended between the two.
    pub(super) fn meets(
        &mut self,
        signed: &str,
        statement: &Statement,
        keys: &Keys,
    ) -> io::Result<Result<bool, Against>> {
        if !self.is_begun {
            self.is_begun = true;
            if let Err(against) = self.advance(keys, statement.seq)? {
                return Ok(Err(against));
            }
        }
        let Some(next) = &self.next else { return Ok(Ok(false)) };
        if next.statement.log != statement.log {
            return Ok(Err(self.against_itself(statement.seq)));
        }
        if next.statement.seq > statement.seq {
            return Ok(Ok(false));
        }
        if next.token != signed.as_bytes() {
            return Ok(Err(Against::Log(Fault::NotAnchored { through: next.statement.seq })));
        }
        Ok(self.advance(keys, statement.seq)?.map(|()| true))
    }

    /// What the anchor has beyond the log's end.
    pub(super) fn left(&mut self, keys: &Keys, seq: u64) -> io::Result<Result<(), Against>> {
        if !self.is_begun
            && let Err(against) = self.advance(keys, seq)?
        {
            return Ok(Err(against));
        }
        Ok(match &self.next {
            None => Ok(()),
            Some(next) => Err(Against::Log(Fault::NotAnchored { through: next.statement.seq })),
        })
    }

    fn advance(&mut self, keys: &Keys, seq: u64) -> io::Result<Result<(), Against>> {
        self.next = None;
        // What is no whole line is being written, or was when the service ended.
        let Some(line) = self.lines.next()?.filter(|line| line.is_whole) else {
            return Ok(Ok(()));
        };
        self.line += 1;
        let statement = str::from_utf8(&line.bytes).ok().and_then(|it| keys.open(it).ok());
        let Some(statement) = statement else { return Ok(Err(self.against_itself(seq))) };
        self.next = Some(Anchored { token: line.bytes, statement });
        Ok(Ok(()))
    }

    fn against_itself(&self, seq: u64) -> Against {
        Against::Anchor { file: self.name.clone(), line: self.line, seq }
    }
}
