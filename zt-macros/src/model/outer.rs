//! A group or a service without mistakes.

use proc_macro2::{Ident, Span};
use syn::{Attribute, Path};
use zt_core::stage::Stage;

use super::Shared;
use crate::paths::Runtime;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Group,
    Service,
}

impl Kind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Service => "service",
        }
    }
}

/// What surrounds endpoints.
pub(crate) struct Outer {
    pub(crate) runtime: Runtime,
    pub(crate) kind: Kind,
    pub(crate) name: Ident,
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) reason: String,
    /// Empty for none.
    pub(crate) prefix: String,
    pub(crate) shared: Shared,
    /// A service's floor, and where it stands.
    pub(crate) stage: Option<(Stage, Span)>,
    pub(crate) endpoints: Vec<Path>,
}
