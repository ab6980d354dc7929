//! The rules that a field's attribute states, and the types on which they mean something.

use std::cmp::{Ordering, max_by, min_by};

use super::{Patch, Pending};
use crate::secret::Secret;

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A whole number, compared exactly.
    Whole(i128),
    /// A number with a fraction.
    Real(f64),
}

impl Bound {
    /// Whole numbers by all their digits.
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.cmp(other),
            _ => self.as_real().total_cmp(&other.as_real()),
        }
    }
}

/// What `#[input(..)]` says about one field. What it leaves out has safe defaults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldRules {
    /// The shortest text, in characters; 0 without it.
    pub min_length: Option<u32>,
    /// The longest text, in characters; 256 without it.
    pub max_length: Option<u32>,
    /// The least number.
    pub min: Option<Bound>,
    /// The greatest number.
    pub max: Option<Bound>,
    /// The most items of a list; 100 without it.
    pub max_items: Option<u32>,
}

impl FieldRules {
    /// The defaults alone.
    pub const NONE: Self =
        Self { min_length: None, max_length: None, min: None, max: None, max_items: None };

    /// The tighter of both, bound by bound.
    pub(super) fn tightened(self, other: Self) -> Self {
        Self {
            min_length: one_or_both(self.min_length, other.min_length, u32::max),
            max_length: one_or_both(self.max_length, other.max_length, u32::min),
            min: one_or_both(self.min, other.min, |a, b| max_by(a, b, Bound::compare)),
            max: one_or_both(self.max, other.max, |a, b| min_by(a, b, Bound::compare)),
            max_items: one_or_both(self.max_items, other.max_items, u32::min),
        }
    }

    /// The shortest text.
    pub(super) const fn shortest(&self) -> u32 {
        match self.min_length {
            Some(length) => length,
            None => 0,
        }
    }

    /// The longest text.
    pub(super) const fn longest(&self) -> u32 {
        match self.max_length {
            Some(length) => length,
            None => 256,
        }
    }

    /// The most items.
    pub(super) const fn most_items(&self) -> u32 {
        match self.max_items {
            Some(items) => items,
            None => 100,
        }
    }
}

fn one_or_both<T>(a: Option<T>, b: Option<T>, tighter: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(tighter(a, b)),
        (one, None) | (None, one) => one,
    }
}

/// Types to which `length(..)` applies.
#[diagnostic::on_unimplemented(
    message = "`length(..)` says nothing about `{Self}` [ZT0791]",
    label = "not a text",
    note = "a rule without effect lies to its reader",
    note = "help: write `range(..)` or `items(..)`: a range bounds a number, items a list"
)]
pub trait TakesLength {}

impl TakesLength for String {}
impl TakesLength for Secret<String> {}
impl<T: TakesLength> TakesLength for Option<T> {}
impl<T: TakesLength> TakesLength for Vec<T> {}
impl<T: TakesLength> TakesLength for Patch<T> {}

/// Types to which `range(..)` applies.
#[diagnostic::on_unimplemented(
    message = "`range(..)` says nothing about `{Self}` [ZT0792]",
    label = "not a number",
    note = "a rule without effect lies to its reader",
    note = "help: write `length(..)` or `items(..)`: a length bounds text, items a list"
)]
pub trait TakesRange {}

impl<T: TakesRange> TakesRange for Option<T> {}
impl<T: TakesRange> TakesRange for Vec<T> {}
impl<T: TakesRange> TakesRange for Patch<T> {}

/// Types to which `items(..)` applies.
#[diagnostic::on_unimplemented(
    message = "`items(..)` says nothing about `{Self}` [ZT0793]",
    label = "not a list",
    note = "a rule without effect lies to its reader",
    note = "help: write `length(..)` or `range(..)`: a length bounds text, a range a number"
)]
pub trait TakesItems {}

impl<T> TakesItems for Vec<T> {}
impl<T: TakesItems> TakesItems for Option<T> {}
impl<T: TakesItems> TakesItems for Patch<T> {}

/// Types of fields that may be left out, so that `with(..)` can be said of them.
#[diagnostic::on_unimplemented(
    message = "a field with `with(..)` must be one that may be left out, and `{Self}` is required [ZT0720]",
    label = "for holders of a scope, and required of everybody",
    note = "whoever doesn't hold the scope could neither send the field nor leave it out, and would never get in",
    note = "help: write `Option<{Self}>`, or `Patch<{Self}>` where null means something of its own"
)]
pub trait MayBeLeftOut {}

impl<T> MayBeLeftOut for Option<T> {}
impl<T> MayBeLeftOut for Patch<T> {}

/// Refuses at compile time a scope for a field that everybody has to send.
pub const fn need_left_out<T: MayBeLeftOut>(_: &Pending<T>) {}

/// Refuses at compile time a length rule on something that has no length.
pub const fn need_length<T: TakesLength>(_: &Pending<T>) {}

/// Refuses at compile time a range rule on something that is no number.
pub const fn need_range<T: TakesRange>(_: &Pending<T>) {}

/// Refuses at compile time an item rule on something that is no list.
pub const fn need_items<T: TakesItems>(_: &Pending<T>) {}
