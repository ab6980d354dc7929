//! The words of `proof(..)` that the service's endpoints name, with what they stand for.

use std::collections::{BTreeMap, BTreeSet};

use zt_core::contract::{Named, ProofRule};
use zt_manifest::Word;

use crate::serve::{Faults, Mounted};

/// The lists of all three vocabularies.
pub(super) struct Words {
    pub(super) acrs: Vec<Word>,
    pub(super) issuers: Vec<Word>,
    pub(super) devices: Vec<Word>,
}

impl Words {
    pub(super) fn of(mounted: &[Mounted], faults: &mut Faults) -> Self {
        Self {
            acrs: named(mounted, "acrs", |proof| proof.acr, faults),
            issuers: named(mounted, "issuers", |proof| proof.issuer, faults),
            devices: named(mounted, "devices", |proof| proof.device, faults),
        }
    }
}

/// By name, each once. Of two types with one name, a reader would take one for the other.
fn named<V: 'static>(
    mounted: &[Mounted],
    what: &str,
    list: fn(&ProofRule) -> &'static [Named<V>],
    faults: &mut Faults,
) -> Vec<Word> {
    let (mut reasons, mut doubled) = (BTreeMap::new(), BTreeSet::new());
    for word in mounted.iter().flat_map(|mounted| list(&mounted.effective().proof)) {
        let first = *reasons.entry(word.name).or_insert(word.reason);
        if first != word.reason {
            doubled.insert(format!(
                "two {what} are called `{}`: \"{first}\" and \"{}\"; declare one of them, for all",
                word.name, word.reason
            ));
        }
    }
    doubled.into_iter().for_each(|fault| faults.add(fault));
    let word = |(name, reason): (&str, &str)| Word { name: name.into(), reason: reason.into() };
    reasons.into_iter().map(word).collect()
}
