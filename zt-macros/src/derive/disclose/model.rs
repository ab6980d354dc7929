//! What a view says.

use proc_macro2::Span;
use syn::{Ident, Type};

use crate::derive::with::With;
use crate::paths::Runtime;

/// What could be read so far: after a mistake, the stub is made of it.
pub(super) struct Draft {
    pub(super) runtime: Runtime,
    /// A resource that was marked as a view too: the resource's derive has its role.
    pub(super) is_resource: bool,
    pub(super) of: Option<Of>,
    pub(super) shape: Option<Shape>,
}

/// Whose data it shows.
pub(super) enum Of {
    Resource(Box<Type>),
    Plain,
}

pub(super) enum Shape {
    /// The fields that are shown.
    Object(Vec<Shown>),
    /// Where the one value's type stands.
    Value(Span),
    /// Variants and their names.
    Words(Vec<(Ident, String)>),
}

pub(super) struct Shown {
    pub(super) field: Ident,
    pub(super) wire: String,
    /// Where its type stands.
    pub(super) at: Span,
    /// Whom it is for, where not for everybody.
    pub(super) with: Option<With>,
}
