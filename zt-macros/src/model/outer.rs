//! A group or a service without mistakes.

use proc_macro2::{Ident, Span};
use syn::{Attribute, Path};
use zt_core::grammar::Date;
use zt_core::stage::Stage;

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
    /// Of a service.
    pub(crate) legacy: Vec<LegacyPath>,
    /// A service's floor, and where it stands.
    pub(crate) stage: Option<(Stage, Span)>,
    pub(crate) endpoints: Vec<Path>,
    /// The roles that a service lists; a group has none.
    pub(crate) roles: Vec<Path>,
}

/// What an application beside the service still answers, for a while.
pub(crate) struct LegacyPath {
    pub(crate) path: String,
    /// Where the path is written.
    pub(crate) at: Span,
    pub(crate) why: String,
    pub(crate) owner: String,
    pub(crate) until: Date,
}
