//! Who calls, and what the endpoint's rule proved of them.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::{Carries, Evidence, Identified, Offers, Proves, Requires, sealed::Sealed};
use crate::argument::{Argument, Gathering};
use crate::identity::{Client, Identity, Subject, Tenant};
use crate::input::Pending;
use crate::{Endpoint, Scope};

/// The caller of the endpoint `E`: the verified identity, and a proof of every scope that `E` demands.
///
/// It is lent (`&Caller<my_endpoint>`): it can't be cloned, kept or moved into a task.
pub struct Caller<E> {
    identity: Rc<Identity>,
    endpoint: PhantomData<fn() -> E>,
}

impl<E> Caller<E> {
    /// Who calls: issuer, subject and kind, compared whole.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        self.identity.subject()
    }

    /// The tenant that the credential names.
    #[must_use]
    pub fn tenant(&self) -> Option<&Tenant> {
        self.identity.tenant()
    }

    /// The client that the credential was issued to.
    #[must_use]
    pub fn client(&self) -> Option<&Client> {
        self.identity.client()
    }

    /// The whole verified identity.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// A proof of `S`, one of the scopes of an `any(..)`, if this caller holds it.
    #[must_use]
    pub fn prove<S: Scope>(&self) -> Option<Proof<'_, S>>
    where
        E: Offers<S>,
    {
        self.identity.holds::<S>().then_some(Proof { identity: &self.identity, scope: PhantomData })
    }
}

impl<E: Endpoint + Identified> Argument<E> for Caller<E> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        match gathering.cx().shared_identity() {
            Some(identity) => Pending::ready(Self { identity, endpoint: PhantomData }),
            None => gathering.nobody(),
        }
    }
}

impl<E> Sealed for Caller<E> {}
impl<E> Evidence for Caller<E> {}

impl<E> Carries for Caller<E> {
    fn identity(&self) -> &Identity {
        &self.identity
    }
}

#[diagnostic::do_not_recommend]
impl<S: Scope, E: Requires<S>> Proves<S> for Caller<E> {}

impl<E> fmt::Debug for Caller<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Caller").field(self.subject()).finish()
    }
}

/// A proof that the caller holds `S`, borrowed from the [`Caller`].
pub struct Proof<'c, S> {
    identity: &'c Identity,
    scope: PhantomData<fn() -> S>,
}

impl<S> Sealed for Proof<'_, S> {}
impl<S> Evidence for Proof<'_, S> {}

impl<S> Carries for Proof<'_, S> {
    fn identity(&self) -> &Identity {
        self.identity
    }
}

#[diagnostic::do_not_recommend]
impl<S: Scope> Proves<S> for Proof<'_, S> {}

impl<S: Scope> fmt::Debug for Proof<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Proof").field(&S::INFO.name).finish()
    }
}
