//! What the words of a rule mean.

use proc_macro2::{Ident, Span};
use syn::Path;
use zt_core::grammar::{Date, Rate, Size, Span as Duration};

/// The one access rule of an endpoint.
pub(crate) enum Access {
    /// All of the clauses. `word` is where the rule stands.
    Scopes {
        word: Span,
        clauses: Vec<Clause>,
    },
    Authenticated(Waiver),
    Public(Waiver),
    Probe {
        word: Span,
    },
}

/// One member: needed. Several: any of them. Never none.
pub(crate) enum Clause {
    One(Path),
    Any(Vec<Path>),
}

impl Clause {
    pub(crate) fn scopes(&self) -> &[Path] {
        match self {
            Self::One(scope) => std::slice::from_ref(scope),
            Self::Any(scopes) => scopes,
        }
    }
}

impl Access {
    /// Whether a caller is known behind this rule.
    pub(crate) const fn identifies(&self) -> bool {
        matches!(self, Self::Scopes { .. } | Self::Authenticated(_))
    }
}

/// A stated exception, with its reason.
pub(crate) struct Waiver {
    pub(crate) why: String,
    pub(crate) owner: Option<String>,
    pub(crate) until: Option<Date>,
}

/// The answer is a stream. Without a time of its own, a decision holds for the usual one.
pub(crate) struct Stream {
    /// `stream` or `socket`.
    pub(crate) word: Ident,
    /// It listens, too.
    pub(crate) socket: bool,
    pub(crate) recheck: Option<Duration>,
}

/// A path parameter that is deliberately tied to nobody.
pub(crate) struct OpenParam {
    pub(crate) name: String,
    pub(crate) waiver: Waiver,
}

/// Who shares one allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Subject,
    Client,
    Tenant,
    Ip,
}

impl By {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "subject" => Some(Self::Subject),
            "client" => Some(Self::Client),
            "tenant" => Some(Self::Tenant),
            "ip" => Some(Self::Ip),
            _ => None,
        }
    }
}

pub(crate) struct RateRule {
    pub(crate) rate: Rate,
    /// What was written, and where.
    pub(crate) by: Option<(By, Span)>,
}

pub(crate) struct Proof {
    pub(crate) word: Span,
    pub(crate) max_age: Option<Duration>,
    pub(crate) auth_age: Option<Duration>,
    /// Ways to log in, any of them; none where nothing is said of it.
    pub(crate) acr: Vec<Path>,
    pub(crate) bound: bool,
    /// Issuers whose credentials count, likewise.
    pub(crate) issuer: Vec<Path>,
    pub(crate) signed: bool,
    /// Devices that may be called from, likewise.
    pub(crate) device: Vec<Path>,
}

#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) body: Option<(Size, Span)>,
    pub(crate) time: Option<Duration>,
}

/// What endpoints, groups and services can all say.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) rate: Option<RateRule>,
    pub(crate) proof: Option<Proof>,
    /// Networks that may be called from, any of them; none where nothing is said of it.
    pub(crate) network: Vec<Path>,
    pub(crate) limits: Limits,
    /// The isolated part that it belongs to.
    pub(crate) segment: Option<Path>,
}

impl Shared {
    /// Whether there is anything that an endpoint could be looser than.
    pub(crate) const fn says_something(&self) -> bool {
        let limits = self.limits.body.is_some() || self.limits.time.is_some();
        let places = !self.network.is_empty() || self.segment.is_some();
        self.rate.is_some() || self.proof.is_some() || limits || places
    }
}
