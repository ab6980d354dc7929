//! What is wrong with a log, and where.

use std::fmt;

use serde::Serialize;

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Broken {
    /// The file.
    pub file: String,
    /// The line in it, from 1 on.
    pub line: u64,
    /// The number that the record has or should have.
    pub seq: u64,
    /// What is wrong with it.
    #[serde(flatten)]
    pub fault: Fault,
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// It isn't what it was when the next one was written.
    Altered,
    /// It was put between two that belong together.
    Inserted,
    /// It is the line before once more.
    Copied,
    /// It doesn't belong here.
    OutOfOrder {
        /// The number that belongs here.
        expected: u64,
    },
    /// Before it these are missing.
    Missing {
        /// The number of the first of them.
        from: u64,
        /// The number of the last of them.
        through: u64,
    },
    /// The log doesn't begin here.
    NoBeginning,
    /// It is another log's.
    AnotherLog,
    /// The checkpoint's signature is wrong.
    Forged,
    /// The checkpoint is signed by a key that isn't among those that were given.
    UnknownKey,
    /// What was signed are other lines than those since the checkpoint before.
    Rewritten {
        /// The number of the first line that the checkpoint before doesn't vouch for.
        from: u64,
    },
    /// More lines are without a checkpoint than ever are.
    Unsigned {
        /// So many are at most.
        every: u64,
    },
    /// There is no checkpoint at all.
    NothingSigned,
    /// The anchor has a checkpoint that the log doesn't have: it was cut, or an older one was put in its place.
    NotAnchored {
        /// The number of the last line that it signs.
        through: u64,
    },
    /// A line of the anchor is no checkpoint that was signed for this log.
    BadAnchor,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered => f.write_str("it isn't what was written"),
            Self::Inserted => {
                f.write_str("it was put in: the next one follows on the one before it")
            }
            Self::Copied => f.write_str("it is a copy of the line before"),
            Self::OutOfOrder { expected } => {
                write!(f, "it doesn't belong here: record {expected} does")
            }
            Self::Missing { from, through } if from == through => {
                write!(f, "record {from} is missing before it")
            }
            Self::Missing { from, through } => {
                write!(f, "records {from} to {through} are missing before it")
            }
            Self::NoBeginning => {
                f.write_str("the log doesn't begin here: what came before is missing")
            }
            Self::AnotherLog => f.write_str("it is of another log"),
            Self::Forged => f.write_str("the checkpoint's signature is wrong"),
            Self::UnknownKey => {
                f.write_str("the checkpoint is signed by a key that wasn't given with `--key`")
            }
            Self::Rewritten { from } => write!(
                f,
                "the checkpoint signs other lines: some of those from record {from} to it were written anew"
            ),
            Self::Unsigned { every } => write!(
                f,
                "{every} lines are without a checkpoint before it, and zt never leaves more: checkpoints were taken out"
            ),
            Self::NothingSigned => {
                f.write_str("nothing up to it is signed: there is no checkpoint")
            }
            Self::NotAnchored { through } => write!(
                f,
                "the anchor has a checkpoint over all records up to {through}, which the log doesn't have: it was cut, or an \
                 older file or another's lines were put in its place"
            ),
            Self::BadAnchor => {
                f.write_str("this line of the anchor is no checkpoint that was signed for this log")
            }
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, seq, fault } = self;
        write!(f, "{file}:{line}: record {seq}: {fault}")
    }
}
