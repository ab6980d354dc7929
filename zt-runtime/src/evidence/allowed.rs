//! What a caller may see of a store's answer.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::{Carries, Evidence, sealed::Sealed};
use crate::identity::Identity;
use crate::object::{Authorize, ReadingAction, Resource, may};
use crate::problem::Problem;

/// A row of a store's answer that the caller may read, for as long as the proof of the caller is lent.
pub struct Allowed<'c, R, A> {
    resource: R,
    identity: &'c Identity,
    action: PhantomData<fn() -> A>,
}

impl<R, A> Deref for Allowed<'_, R, A> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.resource
    }
}

impl<R, A> Sealed for Allowed<'_, R, A> {}
impl<R, A> Evidence for Allowed<'_, R, A> {}

impl<R, A> Carries for Allowed<'_, R, A> {
    fn identity(&self) -> &Identity {
        self.identity
    }
}

impl<R: Resource, A> fmt::Debug for Allowed<'_, R, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Allowed<{}>", R::NAME)
    }
}

/// `rows.authorized::<Read>(caller)`: what of a store's answer this caller may see.
///
/// Of a `Vec` it keeps the rows that the policy allows; a single row that it denies is the same 404 as `None`.
/// Only reading actions: to change something, take `&Authorized<R, A>` where the request names it.
pub trait Authorizable: Sized {
    /// What stays.
    type Answer<'c, A>
    where
        A: 'c;
    /// The resource that the rows are.
    type Row: Resource;

    /// Asks the tenant and the policy about each row.
    fn authorized<A: ReadingAction>(self, by: &(impl Carries + ?Sized)) -> Self::Answer<'_, A>
    where
        Self::Row: Authorize<A>;
}

impl<R: Resource> Authorizable for Vec<R> {
    type Answer<'c, A>
        = Vec<Allowed<'c, R, A>>
    where
        A: 'c;
    type Row = R;

    fn authorized<A: ReadingAction>(self, by: &(impl Carries + ?Sized)) -> Vec<Allowed<'_, R, A>>
    where
        R: Authorize<A>,
    {
        self.into_iter().filter_map(|row| allow(row, by)).collect()
    }
}

impl<R: Resource> Authorizable for Option<R> {
    type Answer<'c, A>
        = Result<Allowed<'c, R, A>, Problem>
    where
        A: 'c;
    type Row = R;

    fn authorized<A: ReadingAction>(
        self,
        by: &(impl Carries + ?Sized),
    ) -> Result<Allowed<'_, R, A>, Problem>
    where
        R: Authorize<A>,
    {
        self.ok_or_else(Problem::not_found)?.authorized(by)
    }
}

impl<R: Resource> Authorizable for R {
    type Answer<'c, A>
        = Result<Allowed<'c, R, A>, Problem>
    where
        A: 'c;
    type Row = R;

    fn authorized<A: ReadingAction>(
        self,
        by: &(impl Carries + ?Sized),
    ) -> Result<Allowed<'_, R, A>, Problem>
    where
        R: Authorize<A>,
    {
        allow(self, by).ok_or_else(Problem::not_found)
    }
}

fn allow<R: Resource + Authorize<A>, A: ReadingAction>(
    resource: R,
    by: &(impl Carries + ?Sized),
) -> Option<Allowed<'_, R, A>> {
    let identity = by.identity();
    may::<R, A>(&resource, identity).then_some(Allowed { resource, identity, action: PhantomData })
}
