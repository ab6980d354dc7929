//! Replay: what counts once comes again. A client that repeats a request after a broken connection does it once or twice.

use super::Rule;
use crate::memory::Often;
use crate::{Detection, Finding, Observation, Settings, Watch, nearest_network};

pub(super) const USED: [&str; 2] = ["dpop_proof_replayed", "signature_replayed"];

pub(crate) struct Replays(Often);

impl Replays {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self(Often::new(Watch::MOST_KEYS, settings.of(Detection::Replay)))
    }
}

impl Rule for Replays {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let is_one = seen.is_refused() && USED.contains(&&*seen.reason);
        let network = nearest_network(seen.peer.filter(|_| is_one)?);
        let count = self.0.add(network, seen.at)?;
        Some(seen.of_network(Detection::Replay, network, count))
    }
}
