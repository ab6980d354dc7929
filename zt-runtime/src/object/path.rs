//! What a path parameter binds to: an authorized object, the caller's own name, or, by waiver, anything.

use std::fmt;
use std::ops::Deref;

use super::{Authorize, Id, ReadingAction, Resource, Within, WritingAction};
use crate::argument::Gathering;
use crate::evidence::{Authorized, Identified};
use crate::identity::{Subject, Tenant};
use crate::input::Pending;
use crate::problem::Refusal;
use zt_manifest::{Binding, Kind};

/// The endpoint only asks.
#[derive(Debug)]
pub enum ToRead {}

/// The endpoint changes something.
#[derive(Debug)]
pub enum ToChange {}

/// An argument that ties a path parameter to the caller: [`Authorized`], [`OwnSubject`] or [`OwnTenant`].
#[diagnostic::on_unimplemented(
    message = "the path parameter of type `{Self}` is tied to nobody [ZT0201]",
    label = "any caller could put in anybody's id",
    note = "an id that is never compared with the caller is the commonest way in (OWASP API1:2023)",
    note = "help: for an object take `&Authorized<Order, Read>`, for the caller's own name `OwnSubject` or `OwnTenant`",
    note = "help: for what belongs to nobody add `open(param, why = \"..\")` and take `Open<String>` or `Open<u64>`"
)]
pub trait TiedArg<E, Effect>: Sized {
    /// Asks for the parameter called `name`.
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self>;
}

impl<R: Authorize<A>, A: ReadingAction, E: Identified> TiedArg<E, ToRead> for Authorized<R, A> {
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self> {
        gathering.path_object(name)
    }
}

impl<R: Authorize<A>, A: WritingAction, E: Identified> TiedArg<E, ToChange> for Authorized<R, A> {
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self> {
        gathering.path_object(name)
    }
}

/// A path argument that a handler may own: the caller's own names. Objects are lent.
#[diagnostic::on_unimplemented(
    message = "the path parameter of type `{Self}` is tied to nobody, or can't be owned [ZT0201]",
    label = "any caller could put in anybody's id",
    note = "an id that is never compared with the caller is the commonest way in (OWASP API1:2023); a proof that is owned could outlive its request",
    note = "help: for an object take `&Authorized<Order, Read>`, for the caller's own name `OwnSubject` or `OwnTenant`",
    note = "help: for what belongs to nobody add `open(param, why = \"..\")` and take `Open<String>` or `Open<u64>`"
)]
pub trait OwnedPathArg<E, Effect>: TiedArg<E, Effect> {}

#[diagnostic::do_not_recommend]
impl<E: Identified, Effect> OwnedPathArg<E, Effect> for OwnSubject {}
#[diagnostic::do_not_recommend]
impl<E: Identified, Effect> OwnedPathArg<E, Effect> for OwnTenant {}

/// A path parameter that must be the caller's own subject name; anything else is 404.
#[derive(Debug)]
pub struct OwnSubject(Subject);

impl Deref for OwnSubject {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        &self.0
    }
}

impl<E: Identified, Effect> TiedArg<E, Effect> for OwnSubject {
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self> {
        gathering.own(name, Binding::OwnSubject, |identity, text| {
            (identity.subject().name() == text).then(|| Self(identity.subject().clone()))
        })
    }
}

/// A path parameter that must be the caller's own tenant; anything else is 404.
#[derive(Debug)]
pub struct OwnTenant(Tenant);

impl Deref for OwnTenant {
    type Target = Tenant;

    fn deref(&self) -> &Tenant {
        &self.0
    }
}

impl<E: Identified, Effect> TiedArg<E, Effect> for OwnTenant {
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self> {
        gathering.own(name, Binding::OwnTenant, |identity, text| {
            identity.tenant().filter(|tenant| tenant.name() == text).cloned().map(Self)
        })
    }
}

/// A path parameter that is deliberately tied to nobody. It needs the waiver `open(param, why = "..")`.
pub struct Open<T>(T);

impl<T> Open<T> {
    /// The value out of its wrapper.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Open<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Open").field(&self.0).finish()
    }
}

/// The argument of a path parameter that a waiver opened: [`Open`].
#[diagnostic::on_unimplemented(
    message = "the waiver open(..) has no effect on an argument of type `{Self}` [ZT0207]",
    label = "not `Open<..>`",
    note = "a waiver that does nothing lies to whoever reads the rule",
    note = "help: take `Open<String>` or `Open<u64>` where the parameter belongs to nobody; otherwise drop `open(param, ..)`"
)]
pub trait OpenArg<E>: Sized {
    /// Asks for the parameter called `name`.
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self>;
}

impl<T: OpenValue, E> OpenArg<E> for Open<T> {
    fn bind(gathering: &mut Gathering<'_>, name: &'static str) -> Pending<Self> {
        match gathering.cx().param(name).and_then(T::parse) {
            Some(value) => Pending::ready(Self(value)),
            None => {
                gathering.note_open(name, T::kind);
                gathering.refuse(Refusal::NotFound("malformed_parameter"))
            }
        }
    }
}

/// What an open parameter can be: text, whole numbers, a truth value. Never an id.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an open parameter [ZT0305]",
    label = "not an open value",
    note = "an id opened by a waiver would reach an object that nobody compared with the caller",
    note = "help: take `Open<String>`, `Open<u64>` or `Open<bool>`; for an object drop `open(param, ..)` and take `&Authorized<R, A>`"
)]
pub trait OpenValue: Sized + 'static {
    /// The value that `text` spells.
    fn parse(text: &str) -> Option<Self>;

    /// What it can be, for the manifest.
    #[doc(hidden)]
    fn kind() -> Kind;
}

const LONGEST: u32 = 256;

impl OpenValue for String {
    fn parse(text: &str) -> Option<Self> {
        (text.len() <= LONGEST as usize).then(|| text.to_owned())
    }

    fn kind() -> Kind {
        // In bytes; a character has at least one.
        Kind::Text { min: 0, max: Some(LONGEST) }
    }
}

macro_rules! open_values {
    ($($value:ty => $kind:expr),*) => {$(
        impl OpenValue for $value {
            fn parse(text: &str) -> Option<Self> {
                text.parse().ok().filter(|value: &Self| value.to_string() == text)
            }

            fn kind() -> Kind {
                $kind
            }
        }
    )*};
}

open_values!(bool => Kind::Truth);

macro_rules! open_numbers {
    ($($number:ty),*) => {
        open_values!($($number => Kind::Whole {
            min: Some(<$number>::MIN.to_string()),
            max: Some(<$number>::MAX.to_string()),
        }),*);
    };
}

open_numbers!(u8, u16, u32, u64, i16, i32, i64);

/// Two arguments of one path, the outer first: objects must belong together, by [`Within`].
pub trait InPath<Outer> {
    /// Whether this one belongs to `outer`.
    fn belongs_to(&self, outer: &Outer) -> bool;
}

impl<R: Within<O>, A, O: Resource, B> InPath<Authorized<O, B>> for Authorized<R, A> {
    fn belongs_to(&self, outer: &Authorized<O, B>) -> bool {
        R::within(self).text() == outer.id_text()
    }
}

impl<R, A> InPath<OwnSubject> for Authorized<R, A> {
    fn belongs_to(&self, _: &OwnSubject) -> bool {
        true
    }
}

impl<R, A> InPath<OwnTenant> for Authorized<R, A> {
    fn belongs_to(&self, _: &OwnTenant) -> bool {
        true
    }
}

impl<P> InPath<P> for OwnSubject {
    fn belongs_to(&self, _: &P) -> bool {
        true
    }
}

impl<P> InPath<P> for OwnTenant {
    fn belongs_to(&self, _: &P) -> bool {
        true
    }
}
