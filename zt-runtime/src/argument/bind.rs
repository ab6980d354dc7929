//! The calls that generated code makes to bind a handler's arguments, in their order.
//!
//! Each has a concrete return type, so that a wrong argument is one error at the user's own type.

use super::{
    Argument, Gathering, MessageArgument, OwnedArgument, OwnedMessageArgument, ProbeArgument,
};
use crate::input::Pending;
use crate::object::{OpenArg, OwnedPathArg, TiedArg, ToChange, ToRead};

/// A path parameter of an endpoint that only asks.
#[must_use]
pub fn tied_to_read<T: TiedArg<E, ToRead>, E>(
    gathering: &mut Gathering<'_>,
    name: &'static str,
) -> Pending<T> {
    T::bind(gathering, name)
}

/// A path parameter of an endpoint that changes something.
#[must_use]
pub fn tied_to_change<T: TiedArg<E, ToChange>, E>(
    gathering: &mut Gathering<'_>,
    name: &'static str,
) -> Pending<T> {
    T::bind(gathering, name)
}

/// A path parameter of an endpoint that only asks, taken by value.
#[must_use]
pub fn own_to_read<T: OwnedPathArg<E, ToRead>, E>(
    gathering: &mut Gathering<'_>,
    name: &'static str,
) -> Pending<T> {
    T::bind(gathering, name)
}

/// A path parameter of an endpoint that changes something, taken by value.
#[must_use]
pub fn own_to_change<T: OwnedPathArg<E, ToChange>, E>(
    gathering: &mut Gathering<'_>,
    name: &'static str,
) -> Pending<T> {
    T::bind(gathering, name)
}

/// Any other argument, taken by value.
#[must_use]
pub fn own<T: OwnedArgument<E>, E>(gathering: &mut Gathering<'_>) -> Pending<T> {
    T::bind(gathering)
}

/// A path parameter that a waiver opened.
#[must_use]
pub fn open_param<T: OpenArg<E>, E>(
    gathering: &mut Gathering<'_>,
    name: &'static str,
) -> Pending<T> {
    T::bind(gathering, name)
}

/// Any other argument.
#[must_use]
pub fn argument<T: Argument<E>, E>(gathering: &mut Gathering<'_>) -> Pending<T> {
    T::bind(gathering)
}

/// An argument of a message.
#[must_use]
pub fn message_argument<T: MessageArgument<E>, E>(gathering: &mut Gathering<'_>) -> Pending<T> {
    T::bind(gathering)
}

/// An argument of a message, taken by value.
#[must_use]
pub fn message_own<T: OwnedMessageArgument<E>, E>(gathering: &mut Gathering<'_>) -> Pending<T> {
    T::bind(gathering)
}

/// An argument of a probe.
#[must_use]
pub fn probe_argument<T: ProbeArgument, E>(gathering: &mut Gathering<'_>) -> Pending<T> {
    T::bind_probe(gathering)
}
