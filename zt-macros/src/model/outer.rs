//! A group or a service without mistakes.

use proc_macro2::Ident;
use syn::{Attribute, Path};

use super::Shared;
use crate::keys::{self, Key};
use crate::paths::Runtime;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Group,
    Service,
}

impl Kind {
    /// What it may say.
    pub(crate) const fn keys(self) -> &'static [Key] {
        match self {
            Self::Group => keys::GROUP,
            Self::Service => keys::SERVICE,
        }
    }

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
    /// The roles that a service lists; a group has none.
    pub(crate) roles: Vec<Path>,
}
