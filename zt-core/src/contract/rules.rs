//! The rules that an annotation may hold.

use crate::grammar::{Date, Rate, Size, Span};

/// What a scope or an action lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Look at data.
    Reads,
    /// Change data.
    Writes,
}

/// A scope as `derive(Scope)` declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeInfo {
    /// Its name in a token.
    pub name: &'static str,
    /// What it lets its holder do.
    pub effect: Effect,
    /// Its doc comment: what it is for.
    pub reason: &'static str,
}

/// A role as `derive(Role)` declared it: a name that tokens carry, for scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleInfo {
    /// Its name in a token.
    pub name: &'static str,
    /// Its doc comment: what it is for.
    pub reason: &'static str,
    /// What it grants. A role grants no other role.
    pub grants: &'static [ScopeInfo],
}

/// A rule deliberately lifted, and by whom, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiver {
    /// Why it is harmless here.
    pub why: &'static str,
    /// Who answers for it.
    pub owner: Option<&'static str>,
    /// The last day on which it stands without a warning.
    pub until: Option<Date>,
}

/// A method of a store that takes no proof: `#[unproved(why = "..")]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unproved {
    /// The method.
    pub method: &'static str,
    /// Why that is harmless.
    pub waiver: Waiver,
}

/// Who may call an endpoint. There is no variant for "nobody said".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Callers who hold, of each clause, at least one scope.
    Scopes(&'static [&'static [ScopeInfo]]),
    /// Any caller with a valid credential.
    Authenticated(Waiver),
    /// Everybody.
    Public(Waiver),
    /// Everybody, for liveness and readiness only.
    Probe,
}

impl Access {
    /// Whether callers come without a proved identity.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Public(_) | Self::Probe => true,
            Self::Scopes(_) | Self::Authenticated(_) => false,
        }
    }

    /// The scopes of all clauses, in the order of the annotation; none for waivers.
    pub fn scopes(&self) -> impl Iterator<Item = &'static ScopeInfo> {
        let clauses: &'static [&'static [ScopeInfo]] = match self {
            Self::Scopes(clauses) => clauses,
            Self::Authenticated(_) | Self::Public(_) | Self::Probe => &[],
        };
        clauses.iter().flat_map(|clause| clause.iter())
    }
}

/// Whose requests one limit counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateBy {
    /// The person or workload that the token names.
    Subject,
    /// The client that the token was issued to.
    Client,
    /// The tenant that the token names.
    Tenant,
    /// The address that the request came from.
    Ip,
}

impl RateBy {
    /// The word in the annotation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Client => "client",
            Self::Tenant => "tenant",
            Self::Ip => "ip",
        }
    }

    /// What a limit can count by: where nobody is identified, only the address is known.
    #[must_use]
    pub const fn on(self, access: &Access) -> Self {
        if access.is_open() { Self::Ip } else { self }
    }

    /// Whether both count the same, in const.
    #[must_use]
    pub const fn is_same_as(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

/// `rate("60/min", by = subject)`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateRule {
    /// How many requests.
    pub rate: Rate,
    /// Counted by what.
    pub by: RateBy,
}

/// Where the limit of an endpoint's requests was written. What inherits from one group or service shares its count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateOrigin {
    /// At the endpoint.
    Endpoint,
    /// At its group.
    Group,
    /// At the service.
    Service,
    /// Nowhere: it is the default.
    Default,
}

/// `limits(body = "64KiB", time = "2s")`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitsRule {
    /// The largest body.
    pub body: Option<Size>,
    /// The longest time until the answer.
    pub time: Option<Span>,
}

impl LimitsRule {
    /// Those of the group, the service, or the safe defaults.
    pub const NONE: Self = Self { body: None, time: None };
}

/// `open(param, why = "..")`: a path parameter that is deliberately tied to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenParam {
    /// The parameter.
    pub name: &'static str,
    /// Why that is harmless.
    pub waiver: Waiver,
}
