//! ZT2002: a trait by hand that only a macro may implement.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::files::Module;
use super::names::Meaning;
use super::{Unit, place};
use crate::finding::{Finding, HAND_IMPL};

/// Each with the macro that implements it. `Authorize`, `Within`, `RequestHeader` and `Site` are for people.
const TRAITS: [(&str, &str); 28] = [
    ("AResource", "#[derive(Resource)]"),
    ("AView", "#[derive(Disclose)]"),
    ("Acr", "#[derive(Acr)]"),
    ("Action", "#[derive(Action)]"),
    ("Argument", "#[derive(Argument)]"),
    ("Carries", "`&Caller<..>` or `&Authorized<..>`"),
    ("Device", "#[derive(Device)]"),
    ("Disclose", "#[derive(Disclose)]"),
    ("Endpoint", "#[zt::get(\"/\", scopes(..))]"),
    ("Evidence", "`&Caller<..>` or `&Authorized<..>`"),
    ("Id", "#[derive(Id)]"),
    ("Identified", "#[zt::get(\"/\", scopes(..))]"),
    ("Input", "#[derive(Input)]"),
    ("Issuer", "#[derive(Issuer)]"),
    ("MarkedStore", "#[zt::store]"),
    ("Mount", "#[zt::group(\"/\", endpoints(..))]"),
    ("Network", "#[derive(Network)]"),
    ("Offers", "`scopes(any(..))` in the annotation"),
    ("OwnedArgument", "#[derive(Argument)]"),
    ("Proves", "`&Caller<..>`, which proves what its endpoint demands"),
    ("Requires", "`scopes(..)` in the annotation"),
    ("Resource", "#[derive(Resource)]"),
    ("Role", "#[derive(Role)]"),
    ("Scope", "#[derive(Scope)]"),
    ("Segment", "#[derive(Segment)]"),
    ("Service", "#[zt::service(endpoints(..))]"),
    ("Store", "#[zt::store]"),
    ("TakesBody", "#[zt::post(\"/\", scopes(..))]"),
];

pub(super) fn check(unit: &Unit) -> Vec<Finding> {
    let modules = unit.modules.iter();
    modules
        .flat_map(|module| {
            let mut looker = Looker { unit, module, found: Vec::new() };
            module.items.iter().for_each(|item| looker.visit_item(item));
            looker.found
        })
        .collect()
}

struct Looker<'a> {
    unit: &'a Unit,
    module: &'a Module,
    found: Vec<Finding>,
}

impl<'ast> Visit<'ast> for Looker<'_> {
    /// Also in the body of a function, where an `impl` counts for the whole program.
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let Some(path) = super::stores::trait_of(item) {
            let meaning = self.unit.names.meaning(&self.module.path, path);
            let name = match meaning {
                Meaning::Zt(path) => path.last().cloned().unwrap_or_default(),
                _ => String::new(),
            };
            if let Some((name, by)) = TRAITS.iter().find(|it| it.0 == name) {
                let what = format!("`{name}` of zt is implemented by hand");
                let mend = format!("take {by} in its place");
                self.found.push(HAND_IMPL.at(place(self.module, path.span()), what, mend));
            }
        }
        visit::visit_item_impl(self, item);
    }
}
