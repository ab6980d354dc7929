//! One file a rule: its state, what it looks at, and from when on it finds something.

mod decoy;
mod dormant;
mod elsewhere;
mod enumeration;
mod probing;
mod rate;
mod replay;
mod stuffing;
#[cfg(test)]
mod tests;

pub(crate) use decoy::Decoys;
pub(crate) use dormant::Dormant;
pub(crate) use elsewhere::Elsewhere;
pub(crate) use enumeration::Enumeration;
pub(crate) use probing::Probing;
pub(crate) use rate::Rate;
pub(crate) use replay::Replays;
pub(crate) use stuffing::Stuffing;

use crate::{Finding, Observation};

/// Every reason that a rule looks for. Whoever writes audit records has to spell them so.
pub fn reasons() -> impl Iterator<Item = &'static str> {
    let all: [&[&str]; 6] = [
        &stuffing::GUESSES,
        &probing::NOT_ENOUGH,
        &enumeration::NOT_ITS_OWN,
        &replay::USED,
        &elsewhere::WITHOUT_ITS_KEY,
        &rate::REFUSED,
    ];
    all.into_iter().flatten().copied()
}

/// State and an observation, and maybe a finding.
pub(crate) trait Rule: Send {
    fn observe(&mut self, seen: &Observation) -> Option<Finding>;
}
