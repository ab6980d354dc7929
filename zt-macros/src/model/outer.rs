//! A group or a service without mistakes.

use proc_macro2::Ident;
use syn::{Attribute, Path};

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
    pub(crate) endpoints: Vec<Path>,
}
