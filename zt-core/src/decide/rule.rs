//! Rules compiled to bits, and the one function that decides.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{ScopeSet, ScopeTable};
use crate::contract::{Access, AcrInfo, DeviceInfo, Effective, IssuerInfo, Named, ScopeInfo};
use crate::grammar::Span;

/// An endpoint's rule, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    needs: Needs,
    issuer: &'static [IssuerInfo],
    bound: bool,
    signed: bool,
    max_age_seconds: Option<u64>,
    step_up: StepUp,
    device: &'static [DeviceInfo],
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
            issuer: proof.issuer,
            bound: proof.bound,
            signed: proof.signed,
            max_age_seconds: proof.max_age.map(whole_seconds),
            step_up: StepUp { acr: proof.acr, auth_age_seconds: proof.auth_age.map(whole_seconds) },
            device: proof.device,
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
        let young_enough = self
            .auth_age_seconds
            .is_none_or(|at_most| auth_age_seconds.is_some_and(|age| age <= at_most));
        admits(self.acr, acr) && young_enough
    }
}

/// Whether a list has what a credential says, compared whole. An empty list asks for nothing; where something is asked,
/// what isn't said is not met.
fn admits<V>(list: &[Named<V>], said: Option<&str>) -> bool {
    list.is_empty() || said.is_some_and(|said| list.iter().any(|it| it.name == said))
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
        /// The configured name of its issuer, where that has one.
        issuer: Option<&'a str>,
        /// Whether this very request is signed by the key that it names.
        is_signed: bool,
        /// From which device its holder calls, where its issuer says it: one value, as `acr`.
        device: Option<&'a str>,
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
    /// 401: the credential has to be one of another issuer.
    NeedsIssuer,
    /// 401: the credential has to be one that is bound to a key of the caller's (S-09).
    NeedsBound,
    /// 401: the request has to be signed by the key that the credential names (S-11).
    NeedsSignature,
    /// 401: it has to be proved again (RFC 9470).
    TooOld {
        /// The oldest age that counts.
        max_age_seconds: u64,
    },
    /// 401: a stronger or a later login is needed (RFC 9470 §3). It holds all that the endpoint asks for, not only what is
    /// missing, so that one login is enough.
    NeedsStepUp(StepUp),
    /// 403: the call has to come from another device.
    NeedsDevice,
    /// 403: a scope is missing.
    Insufficient,
}

/// Decides: credential, issuer, binding, signature, age, login, device, scopes, in this order, and the first that is missing
/// is told. Whatever isn't allowed by name is refused.
///
/// - A stranger is told nothing but that a credential is needed.
/// - Issuer next: where it doesn't count, its credentials are as good as none, and what else would be asked of them is told to
///   nobody who holds one.
/// - Binding next: what whoever stole a plain token would need for the rest is none of his business, and a bound token
///   is a new token anyway.
/// - Signature next, for the same reason: it is the second proof of a key, and whoever stole a token has none. Until then
///   nobody knows whether the request is the one that the caller sent.
/// - Age before login: a new token is had without a person, a login isn't. Who gets a new token may bring the login along.
/// - Device after login: one login is enough for both, and no token mends a device. So it is the first 403.
/// - Scopes last (401 before 403): who holds the token, and where, is settled before what it grants, so a refusal never tells
///   the finder of an old or weak session, or the user of a foreign device, which scopes are in it.
pub fn decide(rule: &Rule, facts: &Facts<'_>) -> Verdict {
    let clauses: &[ScopeSet] = match &rule.needs {
        Needs::Nothing => return Verdict::Allow,
        Needs::Credential => &[],
        Needs::Scopes(clauses) => clauses,
    };
    let Facts::Somebody {
        scopes,
        token_age_seconds,
        auth_age_seconds,
        acr,
        is_bound,
        issuer,
        is_signed,
        device,
    } = facts
    else {
        return Verdict::NeedsCredential;
    };
    if !admits(rule.issuer, *issuer) {
        return Verdict::NeedsIssuer;
    }
    if rule.bound && !is_bound {
        return Verdict::NeedsBound;
    }
    if rule.signed && !is_signed {
        return Verdict::NeedsSignature;
    }
    let too_old = |most: &u64| token_age_seconds.is_none_or(|age| age > *most);
    if let Some(max_age_seconds) = rule.max_age_seconds.filter(too_old) {
        return Verdict::TooOld { max_age_seconds };
    }
    if !rule.step_up.is_met(*acr, *auth_age_seconds) {
        return Verdict::NeedsStepUp(rule.step_up);
    }
    if !admits(rule.device, *device) {
        return Verdict::NeedsDevice;
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
