//! A store, lent to a handler.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Store;
use crate::Endpoint;
use crate::argument::{Argument, Gathering, ProbeArgument};
use crate::input::Pending;
use crate::problem::Refusal;

/// A store that the service was given with `.data(..)`. A service with a store missing does not start.
pub struct Data<T>(Arc<T>);

impl<T> Deref for Data<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Data<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Data(..)")
    }
}

impl<T: Store, E: Endpoint> Argument<E> for Data<T> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        lend(gathering)
    }
}

impl<T: Store> ProbeArgument for Data<T> {
    fn bind_probe(gathering: &mut Gathering<'_>) -> Pending<Self> {
        lend(gathering)
    }
}

fn lend<T: Store>(gathering: &mut Gathering<'_>) -> Pending<Data<T>> {
    match gathering.cx().store::<T>() {
        Some(store) => Pending::ready(Data(store)),
        None => gathering.refuse(Refusal::Internal("store_missing")),
    }
}
