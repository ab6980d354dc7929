//! What lies behind the gate of a service: its stores, and the services that it calls onward.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use zt_core::contract::{SegmentInfo, StoreInfo};

use crate::Store;
use crate::onward::NextServices;
use crate::store::store_info;

/// Stores by type, and services by name, fixed at start-up.
#[derive(Default, Clone)]
pub(crate) struct Stores {
    by_type: HashMap<TypeId, Held>,
    next_services: NextServices,
}

/// A store, and whose it is.
#[derive(Clone)]
struct Held {
    store: Arc<dyn Any + Send + Sync>,
    info: &'static StoreInfo,
}

impl Stores {
    /// Adds a store; one of the same type that was there before is given back as `true`.
    pub(crate) fn add<T: Store>(&mut self, store: T) -> bool {
        let held = Held { store: Arc::new(store), info: store_info::<T>() };
        self.by_type.insert(TypeId::of::<T>(), held).is_some()
    }

    pub(crate) fn find<T: Store>(&self) -> Option<Arc<T>> {
        let held = self.by_type.get(&TypeId::of::<T>())?;
        Arc::clone(&held.store).downcast().ok()
    }

    /// What `#[zt::store]` said of each, in no order.
    pub(crate) fn infos(&self) -> impl Iterator<Item = &'static StoreInfo> {
        self.by_type.values().map(|held| held.info)
    }

    /// Those that a segment may reach. Behind its gate there are no others.
    pub(crate) fn of_segment(&self, segment: &SegmentInfo) -> Self {
        let its = self.by_type.iter().filter(|(_, held)| segment.is_in(held.info.segments));
        let by_type = its.map(|(id, held)| (*id, held.clone())).collect();
        Self { by_type, next_services: self.next_services.clone() }
    }

    pub(crate) fn set_next_services(&mut self, services: NextServices) {
        self.next_services = services;
    }

    pub(crate) const fn next_services(&self) -> &NextServices {
        &self.next_services
    }
}

impl std::fmt::Debug for Stores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stores")
            .field("count", &self.by_type.len())
            .field("next_services", &self.next_services)
            .finish()
    }
}
