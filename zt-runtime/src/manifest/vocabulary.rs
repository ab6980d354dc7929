//! The lists of a service: resources, stores, and the names by which the document refers to them.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};

use zt_manifest::{
    NextService as Next, Policy, Resource as ResourceEntry, Store as StoreEntry, Tenancy, Unproved,
};

use super::rules::{effect, waiver};
use crate::Store;
use crate::object::{Action, Authorize, Decides, Id as _, Resource};
use crate::onward::{NextService, NextServiceInfo};
use crate::store::MarkedStore;

/// What several endpoints have in common, by name.
#[derive(Debug, Default)]
pub struct Vocabulary {
    resources: BTreeMap<&'static str, ResourceEntry>,
    stores: BTreeMap<&'static str, StoreEntry>,
    onward: BTreeMap<&'static str, Next>,
    /// Which type goes by a name: the document would take two for one.
    types: BTreeMap<(&'static str, &'static str), &'static str>,
    faults: BTreeSet<String>,
}

/// What several endpoints have in common, in order.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) resources: Vec<ResourceEntry>,
    pub(super) stores: Vec<StoreEntry>,
    pub(super) onward: Vec<Next>,
}

impl Vocabulary {
    pub(super) fn store<T: Store>(&mut self) {
        self.claim::<T>("store", T::NAME);
        self.stores.entry(T::NAME).or_insert_with(|| StoreEntry {
            name: T::NAME.to_owned(),
            segments: segments::<T>(),
            shared: T::SHARED.as_ref().map(waiver),
            unproved: unproved::<T>(),
        });
    }

    pub(super) fn next_service<T: NextService>(&mut self) {
        let NextServiceInfo { name, reason } = T::INFO;
        self.claim::<T>("next service", name);
        self.onward
            .entry(name)
            .or_insert_with(|| Next { name: name.to_owned(), reason: reason.to_owned() });
    }

    pub(super) fn resource<R: Resource>(&mut self) {
        self.store::<R::Store>();
        self.entry::<R>();
    }

    pub(super) fn policy<R: Authorize<A>, A: Action>(&mut self) {
        self.resource::<R>();
        self.claim::<A>("action", A::INFO.name);
        let policy = Policy {
            action: A::INFO.name.to_owned(),
            effect: effect(A::INFO.effect),
            owner_only: R::DECIDES == Decides::Owner,
        };
        let policies = &mut self.entry::<R>().actions;
        if let Err(place) = policies.binary_search_by(|known| known.action.cmp(&policy.action)) {
            policies.insert(place, policy);
        }
    }

    fn entry<R: Resource>(&mut self) -> &mut ResourceEntry {
        self.claim::<R>("resource", R::NAME);
        self.resources.entry(R::NAME).or_insert_with(|| ResourceEntry {
            name: R::NAME.to_owned(),
            id: R::Id::NAME.to_owned(),
            store: R::Store::NAME.to_owned(),
            tenancy: if R::OF_TENANT { Tenancy::OneTenants } else { Tenancy::Single },
            actions: Vec::new(),
        })
    }

    fn claim<T: ?Sized>(&mut self, what: &'static str, name: &'static str) {
        let itself = type_name::<T>();
        let first = *self.types.entry((what, name)).or_insert(itself);
        if first != itself {
            self.faults.insert(format!(
                "two {what}s are called `{name}`: {first} and {itself}; rename one, so that the manifest can tell them apart"
            ));
        }
    }

    /// The lists, by name, or what stands in their way.
    pub(super) fn lists(self) -> Result<Lists, BTreeSet<String>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(Lists {
            resources: self.resources.into_values().collect(),
            stores: self.stores.into_values().collect(),
            onward: self.onward.into_values().collect(),
        })
    }
}

fn segments<T: MarkedStore>() -> Vec<String> {
    let mut names: Vec<_> = T::SEGMENTS.iter().map(|it| it.name.to_owned()).collect();
    names.sort();
    names
}

fn unproved<T: MarkedStore>() -> Vec<Unproved> {
    let told = T::UNPROVED.iter().map(|method| Unproved {
        method: method.method.to_owned(),
        waiver: waiver(&method.waiver),
    });
    let mut all: Vec<Unproved> = told.collect();
    all.sort_by(|one, other| one.method.cmp(&other.method));
    all
}
