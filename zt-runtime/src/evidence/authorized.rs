//! An object that the caller may act upon.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use super::{Carries, Evidence, sealed::Sealed};
use crate::identity::{Identity, Subject};
use crate::object::{Action, Id, Resource};

/// The resource `R`, loaded by the gate, of the caller's tenant, and authorized for the action `A`.
///
/// It carries the caller's identity too. It is lent (`&Authorized<Order, Read>`): it can't be cloned, kept or moved into a task.
pub struct Authorized<R, A> {
    resource: R,
    /// In its one spelling.
    id: String,
    identity: Rc<Identity>,
    action: PhantomData<fn() -> A>,
}

impl<R, A> Authorized<R, A> {
    /// Only the gate calls this, after the tenant was compared and the policy asked.
    pub(crate) fn new(resource: R, id: &R::Id, identity: Rc<Identity>) -> Self
    where
        R: Resource,
    {
        Self { resource, id: id.text(), identity, action: PhantomData }
    }

    pub(crate) fn id_text(&self) -> &str {
        &self.id
    }

    /// Who acts.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        self.identity.subject()
    }
}

impl<R, A> Deref for Authorized<R, A> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.resource
    }
}

impl<R, A> Sealed for Authorized<R, A> {}
impl<R, A> Evidence for Authorized<R, A> {}

impl<R, A> Carries for Authorized<R, A> {
    fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl<R: Resource, A: Action> fmt::Debug for Authorized<R, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorized<{}, {}>", R::NAME, A::INFO.name)
    }
}
