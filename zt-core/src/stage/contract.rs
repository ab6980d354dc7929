//! What a contract lacks for a stage: the criteria that the compiler decides.
//!
//! T1, T6, I4, I8, A4 and A5 hold for whatever compiles: without an access rule, a reason, a checked id or listed fields there
//! is no contract, and each has a limit of requests.

use super::{Criterion, Stage, criteria};
use crate::contract::{Access, Contract, NetworkInfo, OpenParam, ProofRule};
use crate::grammar::Span;

/// A login or a token that may be older than this proves nothing about now.
const STEP_UP: Span = Span::from_millis(60 * 60 * 1_000);

/// What "for the moment" is.
pub(crate) const MOMENT: Span = Span::from_millis(5 * 60 * 1_000);

/// A criterion that a contract can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// I3
    NoScope,
    /// A2
    ChangeUnbound,
    /// A3
    NoStepUp,
    /// A11
    OneFactor,
    /// AW
    LooseWaiver,
    /// O1
    Unbound,
    /// O2
    LongLived,
}

impl Gap {
    /// From the lowest stage to the highest.
    pub const ALL: [Self; 7] = [
        Self::NoScope,
        Self::ChangeUnbound,
        Self::NoStepUp,
        Self::OneFactor,
        Self::LooseWaiver,
        Self::Unbound,
        Self::LongLived,
    ];

    /// The criterion.
    #[must_use]
    pub const fn criterion(self) -> &'static Criterion {
        match self {
            Self::NoScope => &criteria::NAMED_SCOPE,
            Self::ChangeUnbound => &criteria::BOUND_CHANGE,
            Self::NoStepUp => &criteria::STEP_UP,
            Self::OneFactor => &criteria::TWO_FACTORS,
            Self::LooseWaiver => &criteria::WAIVERS,
            Self::Unbound => &criteria::BOUND,
            Self::LongLived => &criteria::MOMENTARY,
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which of them a contract lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gaps(u8);

impl Gaps {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether this one is among them.
    #[must_use]
    pub const fn has(self, gap: Gap) -> bool {
        self.0 & gap.bit() != 0
    }

    /// Those that keep a contract from this stage.
    #[must_use]
    pub const fn below(self, stage: Stage) -> Self {
        let mut kept = Self::NONE;
        let mut rest: &[Gap] = &Gap::ALL;
        while let [gap, others @ ..] = rest {
            let asked = stage.is_at_least(gap.criterion().stage);
            kept = kept.and(*gap, asked && self.has(*gap));
            rest = others;
        }
        kept
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These and those.
    #[must_use]
    pub const fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// All but this one.
    #[cfg(test)]
    pub(crate) const fn without(self, gap: Gap) -> Self {
        Self(self.0 & !gap.bit())
    }

    /// The lowest.
    #[must_use]
    pub fn first(self) -> Option<Gap> {
        Gap::ALL.into_iter().find(|gap| self.has(*gap))
    }

    /// The stage that the contract reaches, as far as contracts decide.
    #[must_use]
    pub fn reached(self) -> Stage {
        self.first().and_then(|gap| gap.criterion().stage.below()).unwrap_or(Stage::Optimal)
    }

    const fn and(self, gap: Gap, is_lacking: bool) -> Self {
        if is_lacking { Self(self.0 | gap.bit()) } else { self }
    }
}

/// What a contract lacks, with what it inherits of `proof(..)` and `network(..)`. Where nobody is asked who it is, only the waiver counts.
#[must_use]
pub const fn gaps(contract: &Contract, proof: ProofRule, network: &[NetworkInfo]) -> Gaps {
    let gaps = Gaps::NONE.and(Gap::LooseWaiver, has_loose_waiver(contract));
    if contract.access.is_open() {
        return gaps;
    }
    let is_sensitive = contract.is_sensitive();
    let is_administration = contract.access.admin_scope().is_some();
    gaps.and(Gap::NoScope, matches!(contract.access, Access::Authenticated(_)))
        .and(Gap::ChangeUnbound, contract.changes() && !proof.bound)
        .and(Gap::NoStepUp, is_sensitive && !steps_up(&proof))
        .and(Gap::OneFactor, is_sensitive && factors(&proof, network) < 2)
        .and(Gap::Unbound, !proof.bound)
        // A standing power to administer is never for the moment: that takes elevations, which zt doesn't have yet.
        .and(Gap::LongLived, !is_within(proof.max_age, MOMENT) || is_administration)
}

const fn steps_up(proof: &ProofRule) -> bool {
    !proof.acr.is_empty() || is_recent(proof)
}

pub(crate) const fn is_recent(proof: &ProofRule) -> bool {
    is_within(proof.max_age, STEP_UP) || is_within(proof.auth_age, STEP_UP)
}

const fn is_within(age: Option<Span>, most: Span) -> bool {
    match age {
        Some(age) => !age.is_longer_than(most),
        None => false,
    }
}

/// What is looked at beside the token: the key that its caller holds, the request's signature, the device, the time, the place.
/// One by itself never counts: there are two, or it isn't enough.
pub(crate) const fn factors(proof: &ProofRule, network: &[NetworkInfo]) -> u8 {
    let keys = proof.bound as u8 + proof.signed as u8;
    let places = !proof.device.is_empty() as u8 + !network.is_empty() as u8;
    keys + places + is_recent(proof) as u8
}

const fn has_loose_waiver(contract: &Contract) -> bool {
    let of_access = match &contract.access {
        Access::Authenticated(waiver) | Access::Public(waiver) => waiver.is_loose(),
        Access::Scopes(_) | Access::Probe => false,
    };
    of_access || has_loose_param(contract.open)
}

const fn has_loose_param(mut open: &[OpenParam]) -> bool {
    while let [param, rest @ ..] = open {
        if param.waiver.is_loose() {
            return true;
        }
        open = rest;
    }
    false
}

#[cfg(test)]
#[path = "contract_tests.rs"]
mod tests;
