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

/// How much harm a scope does in the wrong hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// No more than others.
    Ordinary,
    /// It shows what not everybody who reads may see.
    Sensitive,
    /// It rules over others: their data, their rights, the service.
    Admin,
}

impl Sensitivity {
    /// The lesser of the two, in const.
    const fn or(self, other: Self) -> Self {
        if (self as u8) < other as u8 { self } else { other }
    }

    /// The greater of the two, in const.
    const fn and(self, other: Self) -> Self {
        if (self as u8) < other as u8 { other } else { self }
    }
}

/// A scope as `derive(Scope)` declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeInfo {
    /// Its name in a token.
    pub name: &'static str,
    /// What it lets its holder do.
    pub effect: Effect,
    /// How much harm it does in the wrong hands.
    pub sensitivity: Sensitivity,
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

impl Waiver {
    /// Whether nobody answers for it, or it never ends.
    #[must_use]
    pub const fn is_loose(&self) -> bool {
        self.owner.is_none() || self.until.is_none()
    }
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

    /// What whoever passes is known to hold at least: of each clause the least, of all clauses the most.
    #[must_use]
    pub const fn sensitivity(&self) -> Sensitivity {
        let Self::Scopes(clauses) = self else { return Sensitivity::Ordinary };
        let (mut clauses, mut most) = (*clauses, Sensitivity::Ordinary);
        while let [clause, rest @ ..] = clauses {
            most = most.and(least(clause));
            clauses = rest;
        }
        most
    }

    /// A scope for administrators without which nobody passes, if there is one: the first of a clause that has no other.
    #[must_use]
    pub const fn admin_scope(&self) -> Option<&'static ScopeInfo> {
        let Self::Scopes(clauses) = self else { return None };
        let mut clauses = *clauses;
        while let [clause, rest @ ..] = clauses {
            if let ([scope, ..], Sensitivity::Admin) = (*clause, least(clause)) {
                return Some(scope);
            }
            clauses = rest;
        }
        None
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

const fn least(mut clause: &[ScopeInfo]) -> Sensitivity {
    if clause.is_empty() {
        return Sensitivity::Ordinary;
    }
    let mut least = Sensitivity::Admin;
    while let [scope, rest @ ..] = clause {
        least = least.or(scope.sensitivity);
        clause = rest;
    }
    least
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

/// `stream(recheck = "15s")` and `socket(recheck = "15s")`: the answer is a stream, which is decided about again while it
/// is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamRule {
    /// How long a decision holds, if the annotation says it.
    pub recheck: Option<Span>,
    /// It is a WebSocket (RFC 6455): over it clients say messages.
    pub socket: bool,
}

impl StreamRule {
    /// How long a decision holds where nobody says it.
    pub const RECHECK: Span = Span::from_millis(15_000);

    /// Below it, deciding again would be most of what a service does.
    pub const SHORTEST: Span = Span::from_millis(1_000);

    /// Above it, a stream would be trusted for longer than most tokens are young.
    pub const LONGEST: Span = Span::from_millis(60_000);

    /// How long a decision holds.
    #[must_use]
    pub const fn interval(self) -> Span {
        match self.recheck {
            Some(recheck) => recheck,
            None => Self::RECHECK,
        }
    }

    /// Whether an annotation may say so.
    #[must_use]
    pub const fn admits(recheck: Span) -> bool {
        !Self::SHORTEST.is_longer_than(recheck) && !recheck.is_longer_than(Self::LONGEST)
    }
}

/// `open(param, why = "..")`: a path parameter that is deliberately tied to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenParam {
    /// The parameter.
    pub name: &'static str,
    /// Why that is harmless.
    pub waiver: Waiver,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c03_a_decision_about_a_stream_holds_for_a_minute_at_most() {
        let admits = |millis| StreamRule::admits(Span::from_millis(millis));
        assert!(admits(1_000) && admits(15_000) && admits(60_000));
        assert!(!admits(999) && !admits(60_001));
        assert_eq!(StreamRule { recheck: None, socket: false }.interval().millis(), 15_000);
        let said = StreamRule { recheck: Some(Span::from_millis(5_000)), socket: true };
        assert_eq!(said.interval().millis(), 5_000);
    }
}
