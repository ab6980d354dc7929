//! What lies behind the gate of a service: its stores, and the services that it calls onward.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use crate::Store;
use crate::onward::NextServices;

/// Stores by type, and services by name, fixed at start-up.
#[derive(Default, Clone)]
pub(crate) struct Stores {
    by_type: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    next_services: NextServices,
}

impl Stores {
    /// Adds a store; one of the same type that was there before is given back as `true`.
    pub(crate) fn add<T: Store>(&mut self, store: T) -> bool {
        self.by_type.insert(TypeId::of::<T>(), Arc::new(store)).is_some()
    }

    pub(crate) fn find<T: Store>(&self) -> Option<Arc<T>> {
        self.by_type.get(&TypeId::of::<T>()).and_then(|store| Arc::clone(store).downcast().ok())
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
