//! A decoy that is touched. Once is enough; of one address once in a while is told.

use super::Rule;
use crate::memory::Often;
use crate::{Detection, Finding, Observation, Settings, Watch, nearest_network};

pub(crate) struct Decoys(Often);

impl Decoys {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self(Often::new(Watch::MOST_KEYS, settings.of(Detection::Decoy)))
    }
}

impl Rule for Decoys {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let decoy = seen.decoy.as_ref()?;
        let network = nearest_network(seen.peer?);
        let count = self.0.add((network, decoy), seen.at)?;
        Some(seen.of_network(Detection::Decoy, network, count))
    }
}
