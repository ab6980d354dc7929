//! Which stores an argument can reach, as data for the compiler's checks.
//!
//! The types are inferred by a closure that nobody runs: its own type says what its values were.

use std::marker::PhantomData;

use zt_core::contract::{Reached, StoreInfo};

use super::{Data, Store};
use crate::evidence::Authorized;
use crate::input::{Body, Form, Patch, Query, Upload};
use crate::object::Resource;

/// A type through which a handler can reach stores.
pub trait Reaches {
    /// Which ones.
    const STORES: Reached;
}

impl Reaches for () {
    const STORES: Reached = Reached::Nothing;
}

/// A store, as far as segments are concerned.
trait OfSegments {
    const INFO: &'static StoreInfo;
}

impl<T: Store> OfSegments for T {
    const INFO: &'static StoreInfo =
        &StoreInfo { name: T::NAME, segments: T::SEGMENTS, shared: T::SHARED };
}

/// What `#[zt::store]` said of the store.
pub(crate) const fn store_info<T: Store>() -> &'static StoreInfo {
    <T as OfSegments>::INFO
}

impl<T: Store> Reaches for Data<T> {
    const STORES: Reached = Reached::Store(store_info::<T>());
}

impl<R: Resource, A> Reaches for Authorized<R, A> {
    const STORES: Reached = Reached::Store(store_info::<R::Store>());
}

macro_rules! as_what_they_hold {
    ($($holder:ty),*) => {$(
        impl<T: Reaches> Reaches for $holder {
            const STORES: Reached = T::STORES;
        }
    )*};
}

as_what_they_hold!(&T, Option<T>, Vec<T>, Patch<T>, Body<T>, Query<T>, Form<T>);

impl<T: Reaches, F> Reaches for Upload<T, F> {
    const STORES: Reached = T::STORES;
}

/// The question about a value's type.
#[derive(Debug)]
pub struct Asked<T>(PhantomData<fn() -> T>);

/// Its answer.
#[derive(Debug)]
pub struct Told<T>(PhantomData<fn() -> T>);

impl<T: Reaches> Asked<T> {
    /// A type that reaches stores, or says that it reaches none.
    #[must_use]
    pub const fn reached(&self) -> Told<T> {
        Told(PhantomData)
    }
}

/// What holds for every other type: it reaches none.
pub trait ElseUnreached {
    /// None.
    fn reached(&self) -> Told<()> {
        Told(PhantomData)
    }
}

impl<T> ElseUnreached for Asked<T> {}

/// The answers, as the first and the rest.
pub trait ToldAll {
    /// All of them.
    const ALL: Reached;
}

impl ToldAll for () {
    const ALL: Reached = Reached::Nothing;
}

impl<T: Reaches, Rest: ToldAll> ToldAll for (Told<T>, Rest) {
    const ALL: Reached = Reached::Both(&T::STORES, &Rest::ALL);
}

/// What the values of a closure reach, which is never run.
#[must_use]
pub const fn each_reached<F: Fn() -> L, L: ToldAll>(_: &F) -> Reached {
    L::ALL
}

/// A value that there will never be, and the question about its type. Called by nobody: what calls it is never run.
#[must_use]
pub fn ask_reached<T>() -> (T, Asked<T>) {
    (never(), Asked(PhantomData))
}

/// Should it be called all the same, nobody gets anything.
fn never<T>() -> T {
    std::process::abort()
}

/// Takes what nobody is to do anything with.
pub fn take_unasked<T>(_: T) {}
