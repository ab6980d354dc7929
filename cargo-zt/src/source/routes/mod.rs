//! The routes that an actix application registers, as far as the source shows them: what starts at `App::new()`, through
//! `.service`, `.route`, `.configure` and scopes. What can't be followed is a route of its own, of which nothing is known.

mod around;
mod collector;
mod functions;
mod handler;
mod methods;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use syn::Expr;
use syn::visit::Visit as _;

use super::Unit;
use super::chain::path;
use super::chains::{Chains, is_type};
use super::here::Here;
use crate::finding::Place;
use around::Around;
pub(super) use around::wrapped;
use collector::Collector;
use functions::Functions;

/// The method of a route that isn't seen.
pub(crate) const UNSEEN: &str = "?";

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Registered {
    /// With its scopes.
    pub(crate) path: String,
    /// In capitals; `None` for every method, [`UNSEEN`] where the source doesn't show which.
    pub(crate) method: Option<String>,
    /// The handler's name, where it has one.
    pub(crate) handler: Option<String>,
    pub(crate) place: Place,
    /// What looks as if it guarded the route: middleware, guards, arguments of the handler.
    pub(crate) seen: BTreeSet<String>,
}

/// All routes that a crate registers; what they name may stand in another one of `all`.
pub(crate) fn of(unit: &Unit, all: &[Unit]) -> Vec<Registered> {
    let functions = Functions::of(all);
    let mut collector = Collector::new(&functions);
    for module in &unit.modules {
        let here = Here { unit, module };
        let makes = |expression: &Expr| gives_application(here, expression, &functions);
        let mut applications = Chains::of(&makes, APPLICATION);
        module.items.iter().for_each(|item| applications.visit_item(item));
        for chain in applications.found {
            collector.register(here, &chain, &Around::default());
        }
    }
    let mut found = collector.found;
    found.sort();
    found.dedup();
    found
}

/// The routes that functions name by themselves, whoever registers them.
pub(crate) fn annotated(all: &[Unit]) -> Vec<Registered> {
    let functions = Functions::of(all);
    let mut collector = Collector::new(&functions);
    functions.all().for_each(|it| collector.annotated(it, &Around::default()));
    collector.found
}

const APPLICATION: &str = "App";

/// `App::new()`, or a function of the project that gives an `App`.
fn gives_application(here: Here<'_>, expression: &Expr, functions: &Functions<'_>) -> bool {
    if here.makes(expression, APPLICATION) {
        return true;
    }
    let Expr::Call(call) = expression else { return false };
    let meant = path(&call.func).map(|it| functions.meant(here, it)).unwrap_or_default();
    meant.iter().any(|it| match &it.item.sig.output {
        syn::ReturnType::Type(_, ty) => is_type(ty, APPLICATION),
        syn::ReturnType::Default => false,
    })
}
