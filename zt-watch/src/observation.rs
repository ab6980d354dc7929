//! One decision, as the rules see it.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;

/// How a decision came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Let in.
    Allow,
    /// Refused.
    Deny,
    /// Anything else: a fault of the service, a client that went away.
    Other,
}

/// What a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A human being.
    Person,
    /// A program in its own name, or a running service.
    Machine,
}

/// A subject, whole: a name alone is nobody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Who {
    /// Who vouches for the name.
    pub issuer: Arc<str>,
    /// The name that the issuer gave.
    pub name: Arc<str>,
    /// `person`, `client` or `workload`, as the audit log spells it.
    pub kind: Cow<'static, str>,
}

impl Who {
    /// A machine's token may be used by many machines at once.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.kind == "person" { Kind::Person } else { Kind::Machine }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind, self.issuer, self.name)
    }
}

/// Who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// The gate proved who calls, before it decided what they may.
    Proved {
        /// The subject.
        who: Who,
        /// The digest of the token's id.
        token: Arc<str>,
    },
    /// Nobody was proved: no credential, or one that doesn't count. Whatever it claims to be, it isn't.
    Unproved,
}

/// One decision. It is made of an audit record, and holds nothing that isn't there.
#[derive(Debug, Clone)]
pub struct Observation {
    /// When.
    pub at: Timestamp,
    /// How it came out.
    pub outcome: Outcome,
    /// Why, in the audit log's word.
    pub reason: Cow<'static, str>,
    /// The endpoint's name.
    pub endpoint: Option<Cow<'static, str>>,
    /// Who asked.
    pub caller: Caller,
    /// From where.
    pub peer: Option<IpAddr>,
    /// The object that was decided about last: the one that it was refused for.
    pub object: Option<String>,
    /// The path, where there is no object.
    pub path: Option<String>,
    /// The decoy that was touched.
    pub decoy: Option<Cow<'static, str>>,
    /// The request's trace, under which its record is found.
    pub trace: Arc<str>,
}

impl Observation {
    pub(crate) fn is_refused(&self) -> bool {
        self.outcome == Outcome::Deny
    }

    /// The caller, if it was proved.
    pub(crate) const fn who(&self) -> Option<&Who> {
        match &self.caller {
            Caller::Proved { who, .. } => Some(who),
            Caller::Unproved => None,
        }
    }

    pub(crate) const fn is_unproved(&self) -> bool {
        matches!(self.caller, Caller::Unproved)
    }
}
