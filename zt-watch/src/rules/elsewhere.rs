//! A token in other hands. Bound ones show it by their key: whoever has the token alone is refused, and only their address is
//! known. One that anybody may show is used from two places in turn: its holder and a thief take turns.
//!
//! Who moves changes once, from one network to the next. A machine's token may be shared by instances that leave through
//! different doors, so for machines turns say nothing. IPv4 and IPv6 are looked at apart: one device uses both at once.

use super::Rule;
use crate::finding::region;
use crate::memory::{Latest, Often, is_within, seconds};
use crate::{
    Caller, Detection, Finding, Kind, Observation, Outcome, Settings, Threshold, Watch,
    nearest_network,
};

/// The token is bound to a key that whoever shows it doesn't hold.
pub(super) const WITHOUT_ITS_KEY: [&str; 6] = [
    "dpop_wrong_key",
    "wrong_proof_key",
    "wrong_certificate",
    "bound_token_as_bearer",
    "bound_token_unsigned",
    "signature_wrong_key",
];

pub(crate) struct Elsewhere {
    without_key: Often,
    turns: Latest<Turns>,
    threshold: Threshold,
}

/// Where one token was used, and how often that changed.
#[derive(Default)]
struct Turns {
    here: u64,
    /// Where it was used before: coming back there is a turn.
    before: u64,
    since: i64,
    count: u32,
}

impl Elsewhere {
    pub(crate) fn new(settings: &Settings) -> Self {
        let threshold = settings.of(Detection::TokenElsewhere);
        let without_key = Often::new(Watch::MOST_KEYS, threshold);
        Self { without_key, turns: Latest::new(Watch::MOST_KEYS), threshold }
    }

    fn without_its_key(&mut self, seen: &Observation) -> Option<Finding> {
        let is_one = seen.is_refused() && WITHOUT_ITS_KEY.contains(&&*seen.reason);
        let network = nearest_network(seen.peer.filter(|_| is_one && seen.is_unproved())?);
        let count = self.without_key.add(network, seen.at)?;
        Some(seen.of_network(Detection::TokenElsewhere, network, count))
    }

    fn in_turn(&mut self, seen: &Observation) -> Option<Finding> {
        let Caller::Proved { who, token } = &seen.caller else { return None };
        let peer = seen.peer.filter(|_| who.kind() == Kind::Person)?.to_canonical();
        // What was refused may have been sent by nobody who holds more than the token; it was shown all the same.
        if seen.outcome == Outcome::Other {
            return None;
        }
        let here = self.turns.hashed(region(peer));
        let (now, within) = (seen.at.as_second(), seconds(self.threshold));
        let count = self.threshold.count;
        let found = self.turns.with((who, token, peer.is_ipv4()), |turns| {
            if turns.here == here {
                return false;
            }
            let is_back = turns.before == here;
            (turns.before, turns.here) = (turns.here, here);
            if !is_within(now, turns.since, within) {
                (turns.since, turns.count) = (now, 0);
            }
            turns.count += u32::from(is_back);
            turns.count == count
        });
        if found { seen.of_caller(Detection::TokenElsewhere, count) } else { None }
    }
}

impl Rule for Elsewhere {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        self.without_its_key(seen).or_else(|| self.in_turn(seen))
    }
}
