//! What an input says.

use proc_macro2::Span;
use syn::Ident;

use crate::derive::with::With;

pub(super) enum Shape {
    Object(Vec<Taken>),
    /// A newtype: the one value's own bounds.
    Value(Bounded),
    /// Variants and their names.
    Words(Vec<(Ident, String)>),
}

pub(super) struct Taken {
    pub(super) field: Ident,
    pub(super) wire: String,
    pub(super) value: Bounded,
    /// Its type names the input that it is a field of.
    pub(super) holds_itself: bool,
    /// Who may send it, where not everybody.
    pub(super) with: Option<With>,
}

pub(super) struct Bounded {
    /// Where the type stands.
    pub(super) at: Span,
    pub(super) bounds: Bounds,
}

/// Which bounds were said, each with the place of its word.
#[derive(Default)]
pub(super) struct Bounds {
    pub(super) length: Option<(Span, Ends<u32>)>,
    pub(super) range: Option<(Span, Ends<Number>)>,
    pub(super) items: Option<(Span, Ends<u32>)>,
}

pub(super) struct Ends<T> {
    pub(super) min: Option<T>,
    pub(super) max: Option<T>,
}

#[derive(Clone, Copy)]
pub(super) enum Number {
    Whole(i128),
    Real(f64),
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other).is_some_and(std::cmp::Ordering::is_eq)
    }
}

impl PartialOrd for Number {
    #[expect(clippy::cast_precision_loss, reason = "only a mixed pair is compared as fractions")]
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (*self, *other) {
            (Self::Whole(left), Self::Whole(right)) => left.partial_cmp(&right),
            (Self::Real(left), Self::Real(right)) => left.partial_cmp(&right),
            (Self::Whole(left), Self::Real(right)) => (left as f64).partial_cmp(&right),
            (Self::Real(left), Self::Whole(right)) => left.partial_cmp(&(right as f64)),
        }
    }
}
