//! The words of `proof(..)`, the networks and the segments that the service's endpoints name, with what they stand for.

use std::collections::{BTreeMap, BTreeSet};

use zt_core::contract::{Effective, Named};
use zt_manifest::Word;

use crate::serve::{Faults, Mounted};

/// The lists of all vocabularies.
pub(super) struct Words {
    pub(super) acrs: Vec<Word>,
    pub(super) issuers: Vec<Word>,
    pub(super) devices: Vec<Word>,
    pub(super) networks: Vec<Word>,
    pub(super) segments: Vec<Word>,
}

impl Words {
    pub(super) fn of(mounted: &[Mounted], faults: &mut Faults) -> Self {
        Self {
            acrs: named(words(mounted, |it| it.proof.acr), "acrs", faults),
            issuers: named(words(mounted, |it| it.proof.issuer), "issuers", faults),
            devices: named(words(mounted, |it| it.proof.device), "devices", faults),
            networks: named(words(mounted, |it| it.network), "networks", faults),
            segments: named(
                mounted.iter().map(|mounted| mounted.effective().segment),
                "segments",
                faults,
            ),
        }
    }
}

fn words<V: Copy + 'static>(
    mounted: &[Mounted],
    list: fn(&Effective) -> &'static [Named<V>],
) -> impl Iterator<Item = Named<V>> {
    mounted.iter().flat_map(move |mounted| list(mounted.effective())).copied()
}

/// By name, each once. Of two types with one name, a reader would take one for the other.
fn named<V>(words: impl Iterator<Item = Named<V>>, what: &str, faults: &mut Faults) -> Vec<Word> {
    let (mut reasons, mut doubled) = (BTreeMap::new(), BTreeSet::new());
    for word in words {
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
