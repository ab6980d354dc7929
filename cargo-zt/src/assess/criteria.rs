//! The criteria of the stages, for an application that isn't on zt yet.

/// One criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Criterion {
    /// Its short name; the letter says which stage asks for it first.
    pub(crate) id: &'static str,
    /// What has to hold: lower case, no full stop.
    pub(crate) what: &'static str,
    /// What to do where it doesn't hold.
    pub(crate) mend: &'static str,
}

/// The stages, from the lowest, with the letter of their criteria.
pub(crate) const STAGES: [(char, &str); 4] =
    [('T', "traditional"), ('I', "initial"), ('A', "advanced"), ('O', "optimal")];

const fn one(id: &'static str, what: &'static str, mend: &'static str) -> Criterion {
    Criterion { id, what, mend }
}

/// All of them, from the lowest stage to the highest.
pub(crate) const CRITERIA: [Criterion; 36] = [
    one(
        "T1",
        "each route has an explicit access rule",
        "put zt in front, name every path that stays as `legacy(..)`, and move them one by one",
    ),
    one(
        "T2",
        "callers of guarded routes are proved by an authenticator",
        "configure an issuer: `issuer`, `audience` and, for PASETO, `keys`",
    ),
    one(
        "T3",
        "TLS is on, or the listener is reached from this machine alone",
        "bind to a loopback address behind a proxy with TLS, or let zt's own listener speak it",
    ),
    one(
        "T4",
        "errors are problem documents and tell nothing of the inside",
        "answer with `Problem`: zt writes every refusal and catches every panic",
    ),
    one(
        "T5",
        "each request leaves a line in a log",
        "put zt in front: each request has its audit record",
    ),
    one(
        "T6",
        "only declared methods and paths answer",
        "put zt in front: everything that isn't declared is 404 or 405",
    ),
    one(
        "I1",
        "credentials expire, after a day at the latest",
        "take tokens with `exp`; `token_life` bounds it",
    ),
    one(
        "I2",
        "issuer, audience, algorithms and type of a token are fixed",
        "configure `issuer` and `audience`: zt takes the algorithm from the key, never from the token",
    ),
    one(
        "I3",
        "a scope is named, not only that somebody is known",
        "write `scopes(..)` at each endpoint",
    ),
    one(
        "I4",
        "requests are limited, before and after authentication",
        "write `rate(..)`; without it a default holds",
    ),
    one(
        "I5",
        "decisions are logged with who, what and why",
        "move the route: its record then names subject, object and rule",
    ),
    one(
        "I6",
        "TLS 1.2 or later, and plain HTTP is refused",
        "set `tls_listen`, `tls_cert` and `tls_key`",
    ),
    one(
        "I7",
        "two keys are known, or rotation has a schedule",
        "configure both keys; see the chapter on key rotation",
    ),
    one("I8", "each endpoint says what it is for", "write a doc comment above each endpoint"),
    one(
        "I9",
        "who may do what is locked, and the pipeline compares it",
        "commit the `zt.lock` of `cargo zt lock`, and run `cargo zt check`",
    ),
    one(
        "A1",
        "tokens are asymmetric and live an hour at most",
        "take PASETO v4.public or JWT by key set",
    ),
    one("A2", "changes need a token bound to a key of the caller", "write `proof(bound)`"),
    one(
        "A3",
        "sensitive endpoints ask for a strong or recent login",
        "write `proof(acr = .., auth_age = ..)`",
    ),
    one(
        "A4",
        "each id is compared with its caller and tenant",
        "take `&Authorized<R, A>` for each id",
    ),
    one(
        "A5",
        "what comes in and goes out is listed field by field",
        "write `derive(Input)` and `derive(Disclose)`",
    ),
    one(
        "A6",
        "the audit log shows when it was tampered with",
        "keep the log where the service can't change it",
    ),
    one(
        "A7",
        "what is revoked is refused within five minutes",
        "use introspection or `revocations()`",
    ),
    one("A8", "keys rotate by themselves", "see the chapter on key rotation"),
    one("A9", "suspicious requests raise an alert", "watch refusals in the audit log"),
    one("A10", "wider permissions need an approval", "run `cargo zt check` on each change"),
    one(
        "A11",
        "sensitive decisions look at more than the token",
        "write `proof(device = .., auth_age = ..)`",
    ),
    one("O1", "all tokens are bound to a key of the caller", "write `proof(bound)` on the service"),
    one("O2", "rights last for the moment", "write `proof(max_age = \"5m\")`"),
    one(
        "O3",
        "what is taken back ends at once, in streams too",
        "receive revocations from the issuer",
    ),
    one("O4", "risk is part of the decision", "connect a risk signal"),
    one("O5", "secrets are encrypted beyond TLS", "encrypt fields at rest"),
    one(
        "O6",
        "parts are isolated from each other",
        "split the service into parts with keys of their own",
    ),
    one("O7", "failures are rehearsed", "rehearse the loss of keys, issuer and log"),
    one("O8", "unused rights are taken away", "take scopes away that nobody used"),
    one(
        "O9",
        "both ends prove who they are, on each hop",
        "use mutual TLS, and `Onward` for calls",
    ),
    one("O10", "keys are young, and TLS is 1.3", "rotate signing keys every 30 days"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_stand_from_the_lowest_stage_to_the_highest() {
        let letters: String = CRITERIA.iter().filter_map(|it| it.id.chars().next()).collect();
        assert_eq!(
            letters,
            format!("{}{}{}{}", "T".repeat(6), "I".repeat(9), "A".repeat(11), "O".repeat(10))
        );
        for it in CRITERIA {
            assert!(!it.what.ends_with('.') && !it.mend.ends_with('.'), "{}", it.id);
        }
    }
}
