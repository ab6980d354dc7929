//! ZT2007: `include!` beside endpoints, stores and policies.

use syn::Item;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::files::Module;
use super::{Unit, place};
use crate::finding::{Finding, INCLUDED_SOURCE};

pub(super) fn check(unit: &Unit) -> Vec<Finding> {
    let modules = unit.modules.iter().filter(|module| is_guarded(unit, module));
    modules
        .flat_map(|module| {
            let mut looker = Looker { module, found: Vec::new() };
            module.items.iter().for_each(|item| looker.visit_item(item));
            looker.found
        })
        .collect()
}

fn is_guarded(unit: &Unit, module: &Module) -> bool {
    let policy = module.items.iter().any(|item| match item {
        Item::Impl(block) => super::stores::trait_of(block)
            .is_some_and(|path| unit.names.is_zt(&module.path, path, "Authorize")),
        _ => false,
    });
    let here = |path: &[String]| path == module.path;
    policy
        || unit.annotations.endpoints.iter().any(|it| here(&it.module))
        || unit.annotations.stores.iter().any(|it| here(&it.module))
        || unit.annotations.lists.iter().any(|it| here(&it.module))
}

struct Looker<'a> {
    module: &'a Module,
    found: Vec<Finding>,
}

impl<'ast> Visit<'ast> for Looker<'_> {
    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        if it.path.segments.last().is_some_and(|it| it.ident == "include") {
            let at = place(self.module, it.path.span());
            let mend = "write the source here, or put what is generated into a module of its own: `mod generated;`";
            self.found.push(INCLUDED_SOURCE.at(at, "`include!` beside endpoints", mend));
        }
        visit::visit_macro(self, it);
    }
}
