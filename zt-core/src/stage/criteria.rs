//! The criteria of the stages: what has to hold, who finds out whether it does, and what to do where it doesn't.

use super::Stage;
use Decider::{Artefact, Configuration, Contract, Probe};

/// Who decides whether a criterion holds. Where two have a say, both have to agree; the first that knows enough is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decider {
    /// The endpoint's contract: the compiler.
    Contract,
    /// The configuration: start-up.
    Configuration,
    /// A request that the service sends itself.
    Probe,
    /// What lies outside of the running service: the lock file, the pipeline, months of audit.
    Artefact,
}

/// One criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion {
    /// Its short name, as in `A2`.
    pub id: &'static str,
    /// The lowest stage that asks for it.
    pub stage: Stage,
    /// Who decides.
    pub decider: Decider,
    /// What has to hold: lower case, no full stop.
    pub what: &'static str,
    /// What to do where it doesn't hold.
    pub mend: &'static str,
}

const fn one(
    id: &'static str,
    stage: Stage,
    decider: Decider,
    what: &'static str,
    mend: &'static str,
) -> Criterion {
    Criterion { id, stage, decider, what, mend }
}

const T: Stage = Stage::Traditional;
const I: Stage = Stage::Initial;
const A: Stage = Stage::Advanced;
const O: Stage = Stage::Optimal;

// Those that contracts can lack.

pub(super) const NAMED_SCOPE: Criterion = one(
    "I3",
    I,
    Contract,
    "a scope is named, not only that somebody is known",
    "write `scopes(..)` in the place of `authenticated(..)`",
);

pub(super) const BOUND_CHANGE: Criterion = one(
    "A2",
    A,
    Contract,
    "what changes data takes only tokens that are bound to a key of the caller's",
    "add `proof(bound)`",
);

pub(super) const STEP_UP: Criterion = one(
    "A3",
    A,
    Contract,
    "what is sensitive asks for a login or a token of the last hour, or for a stronger login",
    "add `proof(max_age = \"10m\")`, `proof(auth_age = \"15m\")` or `proof(acr = ..)`",
);

pub(super) const TWO_FACTORS: Criterion = one(
    "A11",
    A,
    Contract,
    "two things beside the token decide about what is sensitive",
    "add two of `bound`, `signed`, `device = ..` and `max_age = \"10m\"` to `proof(..)`, or one of them and `network(..)`",
);

/// From advanced on, each waiver belongs to somebody and ends one day. It is what keeps a service from becoming advanced by
/// opening everything.
pub(super) const WAIVERS: Criterion = one(
    "AW",
    A,
    Contract,
    "each waiver of the endpoint has an owner and a last day",
    "add `owner = \"..\", until = \"YYYY-MM-DD\"` to the waiver",
);

pub(super) const BOUND: Criterion = one(
    "O1",
    O,
    Contract,
    "every token is bound to a key of the caller's, and a proof counts once everywhere",
    "add `proof(bound)`; all instances have to share what was used",
);

pub(super) const MOMENTARY: Criterion = one(
    "O2",
    O,
    Contract,
    "access is for the moment: tokens of five minutes, and nobody is an administrator for long",
    "add `proof(max_age = \"5m\")`; administrators have to ask for their power each time",
);

/// All of them, from the lowest stage to the highest.
pub const CRITERIA: [Criterion; 37] = [
    one(
        "T1",
        T,
        Contract,
        "each endpoint has an explicit access rule",
        "write `scopes(..)` in the annotation of each endpoint",
    ),
    one(
        "T2",
        T,
        Configuration,
        "where somebody is asked who it is, somebody can be proved",
        "configure an issuer",
    ),
    one(
        "T3",
        T,
        Configuration,
        "TLS is on, or the listener is reached from this machine alone",
        "set `tls_listen`, `tls_cert` and `tls_key`, or listen on a loopback address",
    ),
    one(
        "T4",
        T,
        Probe,
        "errors are problem documents and tell nothing of the inside",
        "let the framework write the errors",
    ),
    one("T5", T, Probe, "each request leaves a line in a log", "log each request"),
    one(
        "T6",
        T,
        Probe,
        "only declared methods and paths answer",
        "answer 405 and 404 to everything that isn't declared",
    ),
    one(
        "I1",
        I,
        Configuration,
        "credentials expire, after a day at the latest",
        "take tokens with `exp`, and set `token_life` to 24 h or less",
    ),
    one(
        "I2",
        I,
        Configuration,
        "issuer, audience, algorithms and type of a token are fixed",
        "configure `issuer` and `audience`",
    ),
    NAMED_SCOPE,
    one(
        "I4",
        I,
        Contract,
        "requests are limited, before and after it is known who asks",
        "give each endpoint a limit of requests",
    ),
    one(
        "I5",
        I,
        Probe,
        "what is allowed and what is refused is logged, with who and why",
        "log each decision",
    ),
    one(
        "I6",
        I,
        Configuration,
        "TLS 1.2 or later, HSTS, and nothing without TLS",
        "listen with TLS alone",
    ),
    one(
        "I7",
        I,
        Configuration,
        "keys are replaced: two are known or a schedule is, none is older than a year",
        "take keys from the issuer's address, which replaces them",
    ),
    one(
        "I8",
        I,
        Contract,
        "each endpoint says what it is for",
        "write a doc comment above each endpoint",
    ),
    one(
        "I9",
        I,
        Artefact,
        "a lock file says who may do what, and each change is compared with it",
        "commit the output of `cargo zt lock`, and run `cargo zt check` in the pipeline",
    ),
    one(
        "A1",
        A,
        Configuration,
        "tokens are signed with a key that the service doesn't have, and live an hour at most",
        "take JWTs of published keys or PASETO v4.public, with `token_life` of 1 h or less",
    ),
    BOUND_CHANGE,
    STEP_UP,
    one(
        "A4",
        A,
        Contract,
        "each id is checked against its caller and the caller's tenant",
        "take ids as `Authorized<..>`",
    ),
    one(
        "A5",
        A,
        Contract,
        "inputs and answers list their fields",
        "take `Body<..>` of an `Input`, and answer a `Disclose`",
    ),
    one(
        "A6",
        A,
        Configuration,
        "the audit log is chained and signed, and kept on another machine",
        "say where it goes (`audit`), who signs it (`audit_key`) and what else has its checkpoints (`audit_anchor`), and wait for zt to send it away",
    ),
    one(
        "A7",
        A,
        Configuration,
        "what is taken back stops here within five minutes",
        "let tokens live five minutes: `token_life = \"5m\"`",
    ),
    one(
        "A8",
        A,
        Configuration,
        "keys are replaced by themselves, after 90 days at the latest",
        "wait for zt's key rotation",
    ),
    one(
        "A9",
        A,
        Configuration,
        "refusals are watched for what an attacker does, and somebody is told",
        "say in `alerts` which address takes findings",
    ),
    one(
        "A10",
        A,
        Artefact,
        "no permission grows without approval, and this very build was attacked",
        "run `cargo zt check` and the attack suite in the pipeline",
    ),
    TWO_FACTORS,
    WAIVERS,
    BOUND,
    MOMENTARY,
    one(
        "O3",
        O,
        Probe,
        "what the issuer takes back stops within a second, also in what is under way",
        "wait for zt's receiver of security events",
    ),
    one(
        "O4",
        O,
        Configuration,
        "behaviour and risk have a say",
        "wait for a rule that says what counts while nobody watches",
    ),
    one(
        "O5",
        O,
        Configuration,
        "secrets are encrypted beyond TLS, and where they are stored",
        "wait for zt's vault",
    ),
    one(
        "O6",
        O,
        Configuration,
        "each part has keys, audience, limits and database role of its own",
        "give each part a segment, and each segment a role in the database",
    ),
    one(
        "O7",
        O,
        Artefact,
        "the worst was rehearsed with this build within 30 days",
        "wait for zt's rehearsals",
    ),
    one(
        "O8",
        O,
        Artefact,
        "no permission was without use for 90 days",
        "wait for zt's report of unused permissions",
    ),
    one(
        "O9",
        O,
        Configuration,
        "both ends of each connection prove who they are",
        "wait for certificates on outbound connections",
    ),
    one(
        "O10",
        O,
        Configuration,
        "keys live a month at most, and TLS is 1.3",
        "wait for zt's key rotation",
    ),
];

/// The criterion of this id.
#[must_use]
pub fn criterion(id: &str) -> Option<&'static Criterion> {
    CRITERIA.iter().find(|it| it.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn d09_the_list_is_whole_ordered_and_reads_alike() {
        let count = |stage| CRITERIA.iter().filter(|it| it.stage == stage).count();
        assert_eq!([count(T), count(I), count(A), count(O)], [6, 9, 12, 10]);
        assert!(CRITERIA.is_sorted_by_key(|it| it.stage));
        let ids: BTreeSet<_> = CRITERIA.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), CRITERIA.len());
        for it in &CRITERIA {
            assert_eq!(criterion(it.id), Some(it));
            assert!(!it.what.ends_with('.') && !it.mend.ends_with('.'), "{}", it.id);
            assert!(it.what.len() <= 90, "{}: {}", it.id, it.what.len());
        }
        assert_eq!(criterion("A12"), None);
    }
}
