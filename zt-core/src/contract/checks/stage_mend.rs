//! What to write at an endpoint so that it reaches a stage (ZT0950).

use super::text::ConstText;
use crate::contract::{Access, Contract, NetworkInfo, ProofRule, Waiver};
use crate::grammar::Span;
use crate::stage::{Gap, Gaps, MOMENT, factors, is_recent};

/// Well within what a step-up may be old.
const RECENT: Span = Span::from_millis(10 * 60 * 1_000);

/// Adds a line for each thing that is to be written. `proof` and `network` are what holds there, with what is inherited.
pub(super) const fn mend(
    mut text: ConstText,
    contract: &Contract,
    proof: &ProofRule,
    network: &[NetworkInfo],
    lacks: Gaps,
) -> ConstText {
    if lacks.has(Gap::NoScope) {
        text = text.help().text("name what ").name(contract.name).text(" does as a scope: ");
        text = text.text("add `scopes(..)`, and drop `authenticated(..)`");
    }
    text = Lacking::of(contract, proof, network, lacks).told(text, contract);
    if lacks.has(Gap::LongLived) && contract.access.admin_scope().is_some() {
        text =
            text.help().name(contract.name).text(" is for administrators, and takes elevations ");
        text =
            text.text("for stage `optimal`, which zt doesn't have yet: write `stage = advanced`");
    }
    if lacks.has(Gap::LooseWaiver) {
        text = waivers(text, contract);
    }
    text
}

/// What a `proof(..)` lacks to close all that one can close.
struct Lacking {
    bound: bool,
    max_age: Option<Span>,
}

impl Lacking {
    const fn of(
        contract: &Contract,
        proof: &ProofRule,
        network: &[NetworkInfo],
        lacks: Gaps,
    ) -> Self {
        let for_a_moment = lacks.has(Gap::LongLived) && contract.access.admin_scope().is_none();
        let mut max_age = match (for_a_moment, lacks.has(Gap::NoStepUp)) {
            (true, _) => Some(MOMENT),
            (false, true) => Some(RECENT),
            (false, false) => None,
        };
        let mut bound = lacks.has(Gap::ChangeUnbound) || lacks.has(Gap::Unbound);
        if lacks.has(Gap::OneFactor) {
            let comes_anyway = bound as u8 + (max_age.is_some() && !is_recent(proof)) as u8;
            let mut missing = 2u8.saturating_sub(factors(proof, network) + comes_anyway);
            if missing > 0 && !bound && !proof.bound {
                bound = true;
                missing -= 1;
            }
            if missing > 0 {
                max_age = Some(RECENT);
            }
        }
        Self { bound, max_age }
    }

    /// Where there is a `proof(..)` already, what to write inside: a second one would be refused, and so would a word twice.
    const fn told(&self, text: ConstText, contract: &Contract) -> ConstText {
        let own = contract.proof;
        match self.max_age {
            Some(age) if own.max_age.is_some() => {
                let text = if self.bound { added(text, contract, true, None) } else { text };
                let text = text.help().text("in the `proof(..)` of ").name(contract.name);
                text.text(" write `max_age = \"")
                    .span(age)
                    .text("\"` in the place of the longer one")
            }
            None if !self.bound => text,
            max_age => added(text, contract, self.bound, max_age),
        }
    }
}

const fn added(
    text: ConstText,
    contract: &Contract,
    bound: bool,
    max_age: Option<Span>,
) -> ConstText {
    let is_new = contract.proof.is_none();
    let text = if is_new {
        text.help().text("add to ").name(contract.name).text(": `proof(")
    } else {
        text.help().text("add to the `proof(..)` of ").name(contract.name).text(": `")
    };
    let text = text.text(if bound { "bound" } else { "" });
    let text = match max_age {
        Some(age) => {
            text.text(if bound { ", " } else { "" }).text("max_age = \"").span(age).text("\"")
        }
        None => text,
    };
    text.text(if is_new { ")`" } else { "`" })
}

/// Each waiver of the endpoint by its own word. `authenticated(..)` goes at each stage that looks at waivers.
const fn waivers(text: ConstText, contract: &Contract) -> ConstText {
    let mut text = match &contract.access {
        Access::Public(waiver) if waiver.is_loose() => {
            let text = text.help().text("add to `public(..)` of ").name(contract.name);
            missing(text, waiver)
        }
        _ => text,
    };
    let mut open = contract.open;
    while let [param, rest @ ..] = open {
        if param.waiver.is_loose() {
            text = text.help().text("add to `open(").text(param.name).text(", ..)` of ");
            text = missing(text.name(contract.name), &param.waiver);
        }
        open = rest;
    }
    text
}

const fn missing(text: ConstText, waiver: &Waiver) -> ConstText {
    match (waiver.owner, waiver.until) {
        (None, Some(_)) => text.text(": `owner = \"..\"`"),
        (Some(_), None) => text.text(": `until = \"..\"`"),
        _ => text.text(": `owner = \"..\", until = \"..\"`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::fixtures::{MANAGED, MFA, OFFICE, READ, WRITE, contract};
    use crate::contract::{Method, ScopeInfo, Sensitivity};
    use crate::stage::{Stage, gaps};

    const SENSITIVE: ScopeInfo = ScopeInfo { sensitivity: Sensitivity::Sensitive, ..READ };
    const ADMIN: ScopeInfo = ScopeInfo { sensitivity: Sensitivity::Admin, ..WRITE };

    /// Every `proof(..)` of words that stages look at.
    fn proofs() -> impl Iterator<Item = ProofRule> {
        let ages = [None, Some(5), Some(10), Some(600)];
        let ages =
            ages.map(|age: Option<u64>| age.map(|minutes| Span::from_millis(minutes * 60_000)));
        let bits = (0..16u8).map(|bits| ProofRule {
            bound: bits & 1 != 0,
            signed: bits & 2 != 0,
            acr: if bits & 4 != 0 { &[MFA] } else { &[] },
            device: if bits & 8 != 0 { &[MANAGED] } else { &[] },
            ..ProofRule::NONE
        });
        bits.flat_map(move |proof| {
            let with = move |max_age, auth_age| ProofRule { max_age, auth_age, ..proof };
            ages.into_iter().flat_map(move |one| ages.map(|other| with(one, other)))
        })
    }

    // Advice that is followed and changes nothing is worse than none.
    #[test]
    fn zt0950_what_is_told_closes_what_a_proof_can_close() {
        let mut told = 0;
        for scope in [&[&[READ] as &[ScopeInfo]], &[&[WRITE]], &[&[SENSITIVE]], &[&[ADMIN]]] {
            let access = Access::Scopes(scope);
            let method = if scope[0][0].effect == READ.effect { Method::Get } else { Method::Post };
            let networks: [&[NetworkInfo]; 2] = [&[], &[OFFICE]];
            let all = proofs().flat_map(|it| Stage::ALL.map(|stage| (it, stage)));
            let all = all.flat_map(|(it, stage)| networks.map(|network| (it, stage, network)));
            for (proof, stage, network) in all {
                let contract = Contract { access, method, proof, ..contract("one") };
                let gaps = |proof| gaps(&contract, proof, network).below(stage);
                let lacks = gaps(proof);
                let Lacking { bound, max_age } = Lacking::of(&contract, &proof, network, lacks);
                told += usize::from(bound || max_age.is_some());
                assert!(!(bound && proof.bound), "{proof:?}");
                let after = ProofRule {
                    bound: bound || proof.bound,
                    max_age: max_age.or(proof.max_age),
                    ..proof
                };
                let left = gaps(after);
                let is_standing = left.has(Gap::LongLived) && scope[0][0] == ADMIN;
                let beside = if is_standing { left.without(Gap::LongLived) } else { left };
                assert!(beside.is_empty(), "{stage:?}: {proof:?} {scope:?}: {left:?}");
                // And no word more than is needed.
                let without_key = ProofRule { bound: proof.bound, ..after };
                let without_age = ProofRule { max_age: proof.max_age, ..after };
                assert!(!bound || gaps(without_key) != left, "{proof:?}");
                assert!(max_age.is_none() || gaps(without_age) != left, "{proof:?}");
            }
        }
        assert!(told > 1_000, "{told}");
    }
}
