//! Where a piece of source stands, which says what its names mean.

use proc_macro2::Span;
use syn::{Expr, Path};

use super::files::Module;
use super::names::{Meaning, segments};
use super::{Unit, place};
use crate::finding::Place;

/// A module of a crate.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) unit: &'a Unit,
    pub(super) module: &'a Module,
}

impl Here<'_> {
    pub(super) fn meaning(self, path: &Path) -> Meaning {
        self.unit.names.meaning(&self.module.path, path)
    }

    pub(super) fn place(self, span: Span) -> Place {
        place(self.module, span)
    }

    /// Whether it is `App::new(..)`, under whichever name `App` was imported.
    pub(super) fn makes(self, expression: &Expr, name: &str) -> bool {
        let Expr::Call(call) = expression else { return false };
        let Expr::Path(path) = call.func.as_ref() else { return false };
        let names = match self.meaning(&path.path) {
            Meaning::Other(names) => names,
            _ => segments(&path.path),
        };
        matches!(names.as_slice(), [.., kind, function] if kind == name && function == "new")
    }
}
