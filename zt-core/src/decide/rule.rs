//! Rules compiled to bits, and the one function that decides.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{ScopeSet, ScopeTable};
use crate::contract::{Access, Effective, ScopeInfo};

/// An endpoint's rule, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    needs: Needs,
    max_age_seconds: Option<u64>,
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
        // Rounded down: a limit is never stretched by what its unit can't say.
        let max_age_seconds = effective.proof.max_age.map(|age| age.millis() / 1_000);
        Self { needs, max_age_seconds }
    }

    /// Whether it asks for a credential at all.
    #[must_use]
    pub const fn needs_credential(&self) -> bool {
        !matches!(self.needs, Needs::Nothing)
    }
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

/// What was proved about the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facts {
    /// No credential, or none that counts.
    Nobody,
    /// A verified credential.
    Somebody {
        /// The scopes that it grants.
        scopes: ScopeSet,
        /// Seconds since it was issued, rounded up.
        token_age_seconds: u64,
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
    /// 401: it has to be proved again (RFC 9470).
    TooOld {
        /// The oldest age that counts.
        max_age_seconds: u64,
    },
    /// 403: a scope is missing.
    Insufficient,
}

/// Decides: identity before age, age before scopes, so that a refusal never tells a stranger, or the thief of an old token,
/// what he would need. Whatever isn't allowed by name is refused.
pub fn decide(rule: &Rule, facts: &Facts) -> Verdict {
    let clauses: &[ScopeSet] = match &rule.needs {
        Needs::Nothing => return Verdict::Allow,
        Needs::Credential => &[],
        Needs::Scopes(clauses) => clauses,
    };
    let Facts::Somebody { scopes, token_age_seconds } = facts else {
        return Verdict::NeedsCredential;
    };
    match rule.max_age_seconds {
        Some(max_age_seconds) if *token_age_seconds > max_age_seconds => {
            Verdict::TooOld { max_age_seconds }
        }
        _ if clauses.iter().all(|clause| clause.intersects(scopes)) => Verdict::Allow,
        _ => Verdict::Insufficient,
    }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
