//! One endpoint as the gate enforces it.

use std::fmt;
use std::sync::Arc;

use zt_core::contract::{Access, Contract, Effective, Method, Named, ProofRule};
use zt_core::decide::{Rule, ScopeTable};

use crate::access::Limiter;
use crate::audit::record::digest;
use crate::endpoint::Entry;
use crate::network::Places;

/// An endpoint, its handler, and its rule after inheritance. The contract is the very one that the compiler checked
/// (B-09).
pub(crate) struct Route {
    /// Which of all it is: set by the router.
    pub(crate) index: usize,
    pub(crate) entry: Entry,
    pub(crate) effective: Effective,
    /// Joined with the prefixes.
    pub(crate) pattern: Arc<str>,
    /// What the audit log calls the rule that was applied.
    pub(crate) rule_digest: Arc<str>,
    pub(crate) rule: Rule,
    /// From where it may be called.
    pub(crate) places: Places,
    pub(crate) limiter: Limiter,
    /// The scopes that a refusal names, with single spaces.
    pub(crate) scopes: Arc<str>,
    /// The headers that its handler is given, in lower case.
    pub(crate) headers: Box<[&'static str]>,
    pub(super) params: Box<[&'static str]>,
    /// Of a socket: which routes its messages are, by their names. Set by the router.
    pub(super) messages: Vec<(&'static str, usize)>,
}

impl Route {
    /// `beside` is what decides beside the rule, and so is in the digest too.
    pub(crate) fn new(
        entry: Entry,
        effective: Effective,
        beside: &str,
        places: Places,
        limiter: Limiter,
        table: &ScopeTable,
    ) -> Self {
        let pattern = Arc::from(effective.path());
        Self {
            index: 0,
            entry,
            rule_digest: Arc::from(digest(&(rule_text(&effective) + beside + &places.text()))),
            rule: Rule::compile(&effective, table),
            places,
            limiter,
            scopes: Arc::from(scope_names(effective.contract)),
            headers: Box::default(),
            params: params_of(effective.contract.pattern),
            pattern,
            messages: Vec::new(),
            effective,
        }
    }

    /// With the headers that its handler is given.
    pub(crate) fn reading(self, headers: &[&'static str]) -> Self {
        Self { headers: headers.into(), ..self }
    }

    /// Whether requests have to be signed (S-11).
    pub(crate) const fn needs_signature(&self) -> bool {
        self.effective.proof.signed
    }

    /// Whether the answer goes on for as long as it is open.
    /// Whether it asks nobody who calls. A probe isn't one of them: it answers whatever happens.
    pub(crate) const fn is_public(&self) -> bool {
        let access = &self.effective.contract.access;
        access.is_open() && !matches!(access, Access::Probe)
    }

    pub(crate) const fn streams(&self) -> bool {
        self.effective.contract.stream.is_some()
    }

    pub(crate) const fn contract(&self) -> &'static Contract {
        self.effective.contract
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.effective.contract.name
    }

    /// Whether callers have to prove who they are.
    pub(crate) const fn is_guarded(&self) -> bool {
        !self.effective.contract.access.is_open()
    }

    pub(crate) const fn method(&self) -> Method {
        self.effective.contract.method
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("name", &self.name())
            .field("method", &self.method())
            .field("pattern", &self.pattern)
            .finish_non_exhaustive()
    }
}

/// Parameters stand in the endpoint's own pattern only: prefixes are literal.
fn params_of(pattern: &'static str) -> Box<[&'static str]> {
    pattern.split('/').filter_map(|piece| piece.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn scope_names(contract: &Contract) -> String {
    let mut names: Vec<_> = Vec::new();
    for scope in contract.access.scopes() {
        if !names.contains(&scope.name) {
            names.push(scope.name);
        }
    }
    names.join(" ")
}

/// Everything that decides, and nothing that moves when code above it is edited (files, lines, reasons).
pub(crate) fn rule_text(effective: &Effective) -> String {
    let Effective { contract, proof, network, rate, limits, segment, .. } = effective;
    let stream =
        contract.stream.map(|rule| format!(" recheck={} socket={}", rule.interval(), rule.socket));
    format!(
        "{} {} {:?} asks={} open={:?} {} network={:?} {rate:?} {limits:?} segment={}{}",
        contract.method.as_str(),
        effective.path(),
        contract.access,
        contract.asks,
        contract.open,
        proof_text(proof),
        names(network),
        segment.name,
        stream.unwrap_or_default(),
    )
}

/// Words by their names: their reasons may be put better.
fn proof_text(proof: &ProofRule) -> String {
    let ProofRule { max_age, auth_age, acr, bound, issuer, signed, device } = proof;
    let (acr, issuer, device) = (names(acr), names(issuer), names(device));
    format!(
        "max_age={max_age:?} auth_age={auth_age:?} acr={acr:?} bound={bound} issuer={issuer:?} signed={signed} device={device:?}"
    )
}

fn names<V>(words: &[Named<V>]) -> Vec<&'static str> {
    words.iter().map(|it| it.name).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use zt_core::contract::{AcrInfo, DeviceInfo, IssuerInfo, Outer, StreamRule};
    use zt_core::grammar::Span;

    use super::*;
    use crate::testing::fixture::{contract, outer};

    #[test]
    fn b09_that_an_answer_goes_on_is_in_the_digest() {
        const fn streaming(stream: Option<StreamRule>) -> Contract {
            Contract { stream, ..contract("watch", Method::Get, "/") }
        }
        const SERVICE: Outer = outer("Shop", "");
        const USUAL: StreamRule = StreamRule { recheck: None, socket: false };
        const SAID: StreamRule = StreamRule { recheck: Some(StreamRule::RECHECK), ..USUAL };
        const OFTEN: StreamRule = StreamRule { recheck: Some(StreamRule::SHORTEST), ..USUAL };
        const SOCKET: StreamRule = StreamRule { socket: true, ..USUAL };
        const WHOLE: Contract = streaming(None);
        const RULES: [Contract; 4] = [
            streaming(Some(USUAL)),
            streaming(Some(SAID)),
            streaming(Some(OFTEN)),
            streaming(Some(SOCKET)),
        ];
        let text = |contract| rule_text(&Effective::new(&SERVICE, None, contract));
        let [usual, said, often, socket] = [&RULES[0], &RULES[1], &RULES[2], &RULES[3]].map(text);
        assert_eq!(usual, said);
        assert!(usual != often && usual != socket && usual != text(&WHOLE));
    }

    // An audit line tells by which rule it was decided: a word that isn't in the digest could change unseen.
    #[test]
    fn b09_each_word_of_proof_is_in_the_digest_and_no_reason_is() {
        const NONE: ProofRule = ProofRule::NONE;
        const RULES: [ProofRule; 9] = [
            NONE,
            ProofRule { max_age: Some(Span::from_millis(1)), ..NONE },
            ProofRule { auth_age: Some(Span::from_millis(1)), ..NONE },
            ProofRule { acr: &[AcrInfo::new("a", "")], ..NONE },
            ProofRule { acr: &[AcrInfo::new("b", "")], ..NONE },
            ProofRule { bound: true, ..NONE },
            ProofRule { issuer: &[IssuerInfo::new("a", "")], ..NONE },
            ProofRule { signed: true, ..NONE },
            ProofRule { device: &[DeviceInfo::new("a", "")], ..NONE },
        ];
        const REWORDED: ProofRule =
            ProofRule { device: &[DeviceInfo::new("a", "Put better.")], ..NONE };
        for (at, one) in RULES.iter().enumerate() {
            for (beside, other) in RULES.iter().enumerate() {
                let is_same = proof_text(one) == proof_text(other);
                assert_eq!(is_same, at == beside, "{one:?} {other:?}");
            }
        }
        assert_eq!(RULES.last().map(proof_text), Some(proof_text(&REWORDED)));
    }
}
