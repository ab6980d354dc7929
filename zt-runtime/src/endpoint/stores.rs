//! The stores that a service was given.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use crate::Store;

/// Stores by type, fixed at start-up.
#[derive(Default, Clone)]
pub(crate) struct Stores(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Stores {
    /// Adds a store; one of the same type that was there before is given back as `true`.
    pub(crate) fn add<T: Store>(&mut self, store: T) -> bool {
        self.0.insert(TypeId::of::<T>(), Arc::new(store)).is_some()
    }

    pub(crate) fn find<T: Store>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>()).and_then(|store| Arc::clone(store).downcast().ok())
    }
}

impl std::fmt::Debug for Stores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stores").field("count", &self.0.len()).finish()
    }
}
