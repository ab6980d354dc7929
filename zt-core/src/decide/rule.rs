//! Rules compiled to bits, and the one function that decides.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{ScopeSet, ScopeTable};
use crate::contract::{Access, AcrInfo, Effective, ScopeInfo};
use crate::grammar::Span;

/// An endpoint's rule, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    needs: Needs,
    bound: bool,
    max_age_seconds: Option<u64>,
    step_up: StepUp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Needs {
    Nothing,
    Credential,
    /// One scope of each set.
    Scopes(Box<[ScopeSet]>),
}

impl Rule {
    /// Compiles what an endpoint's annotation says together with what it inherits: the very contract that the compiler
    /// checked (B-09). A scope that the table doesn't know can be held by nobody.
    #[must_use]
    pub fn compile(effective: &Effective, table: &ScopeTable) -> Self {
        let needs = match effective.contract.access {
            Access::Public(_) | Access::Probe => Needs::Nothing,
            Access::Authenticated(_) => Needs::Credential,
            Access::Scopes(clauses) => Needs::Scopes(compile_clauses(clauses, table)),
        };
        let proof = effective.proof;
        Self {
            needs,
            bound: proof.bound,
            max_age_seconds: proof.max_age.map(whole_seconds),
            step_up: StepUp { acr: proof.acr, auth_age_seconds: proof.auth_age.map(whole_seconds) },
        }
    }

    /// Whether it asks for a credential at all.
    #[must_use]
    pub const fn needs_credential(&self) -> bool {
        !matches!(self.needs, Needs::Nothing)
    }
}

/// Rounded down: a limit is never stretched by what its unit can't say.
fn whole_seconds(age: Span) -> u64 {
    age.millis() / 1_000
}

fn compile_clauses(clauses: &[&[ScopeInfo]], table: &ScopeTable) -> Box<[ScopeSet]> {
    let compile =
        |clause: &&[ScopeInfo]| clause.iter().filter_map(|scope| table.index(scope.name)).collect();
    let mut sets: Vec<ScopeSet> = clauses.iter().map(compile).collect();
    if sets.is_empty() {
        // "All of no clauses" would hold for everybody. No scope named means nobody (B-05).
        sets.push(ScopeSet::EMPTY);
    }
    sets.into_boxed_slice()
}

/// The login that an endpoint asks for (RFC 9470).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUp {
    /// The ways to log in, any of which counts; none if all do.
    pub acr: &'static [AcrInfo],
    /// How long ago it may be.
    pub auth_age_seconds: Option<u64>,
}

impl StepUp {
    /// Whether a login is good enough. What a credential doesn't say is never good enough where something is asked (S-10):
    /// a client or a workload without a login has no `auth_time`.
    fn is_met(&self, acr: Option<&str>, auth_age_seconds: Option<u64>) -> bool {
        let counts = |value: &str| self.acr.iter().any(|it| it.name == value);
        let by_a_way_that_counts = self.acr.is_empty() || acr.is_some_and(counts);
        let young_enough = self
            .auth_age_seconds
            .is_none_or(|at_most| auth_age_seconds.is_some_and(|age| age <= at_most));
        by_a_way_that_counts && young_enough
    }
}

/// What was proved about the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facts<'a> {
    /// No credential, or none that counts.
    Nobody,
    /// A verified credential.
    Somebody {
        /// The scopes that it grants.
        scopes: ScopeSet,
        /// Seconds since it was issued, rounded up, where somebody says when that was: a certificate doesn't.
        token_age_seconds: Option<u64>,
        /// Seconds since its holder logged in, rounded up, where its issuer says it.
        auth_age_seconds: Option<u64>,
        /// How its holder logged in, where its issuer says it: one value, compared whole and case sensitive.
        acr: Option<&'a str>,
        /// Whether it is bound to a key, and the caller proved to hold that key in this very request.
        is_bound: bool,
    },
}

/// What is done with the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It goes on to objects, input and handler.
    Allow,
    /// 401: who is it?
    NeedsCredential,
    /// 401: the credential has to be one that is bound to a key of the caller's (S-09).
    NeedsBound,
    /// 401: it has to be proved again (RFC 9470).
    TooOld {
        /// The oldest age that counts.
        max_age_seconds: u64,
    },
    /// 401: a stronger or a later login is needed (RFC 9470 §3). It holds all that the endpoint asks for, not only what is
    /// missing, so that one login is enough.
    NeedsStepUp(StepUp),
    /// 403: a scope is missing.
    Insufficient,
}

/// Decides: credential, bound, age, login, scopes, in this order, and the first that is missing is told. Whatever isn't
/// allowed by name is refused.
///
/// - A stranger is told nothing but that a credential is needed.
/// - Binding comes next: what whoever stole a plain token would need for the rest is none of his business, and a bound token
///   is a new token anyway.
/// - Age before login: a new token is had without a person, a login isn't. Who gets a new token may bring the login along.
/// - Login before scopes (401 before 403): who holds the token is settled before what it grants, so a refusal never tells the
///   finder of an old or weak session which scopes are in it.
pub fn decide(rule: &Rule, facts: &Facts<'_>) -> Verdict {
    let clauses: &[ScopeSet] = match &rule.needs {
        Needs::Nothing => return Verdict::Allow,
        Needs::Credential => &[],
        Needs::Scopes(clauses) => clauses,
    };
    let Facts::Somebody { scopes, token_age_seconds, auth_age_seconds, acr, is_bound } = facts
    else {
        return Verdict::NeedsCredential;
    };
    if rule.bound && !is_bound {
        return Verdict::NeedsBound;
    }
    let too_old = |most: &u64| token_age_seconds.is_none_or(|age| age > *most);
    if let Some(max_age_seconds) = rule.max_age_seconds.filter(too_old) {
        return Verdict::TooOld { max_age_seconds };
    }
    if !rule.step_up.is_met(*acr, *auth_age_seconds) {
        return Verdict::NeedsStepUp(rule.step_up);
    }
    if clauses.iter().all(|clause| clause.intersects(scopes)) {
        Verdict::Allow
    } else {
        Verdict::Insufficient
    }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
