//! ZT2003: methods of a store beside `#[zt::store]`; ZT2004: an endpoint in the store's own module.

use syn::spanned::Spanned as _;
use syn::{Item, ItemImpl, Path};

use super::names::Meaning;
use super::{Unit, place};
use crate::finding::{ENDPOINT_IN_STORE, Finding, SECOND_IMPL};

pub(super) fn check(unit: &Unit) -> Vec<Finding> {
    let mut findings = second_impls(unit);
    findings.extend(endpoints(unit));
    findings
}

/// The type of each store, from the crate's root, and the name that it has at its block.
fn stores(unit: &Unit) -> Vec<(Meaning, Vec<String>, String)> {
    let stores = unit.annotations.stores.iter();
    stores
        .map(|store| {
            let meaning = unit.names.meaning(&store.module, &store.path);
            (meaning, store.module.clone(), store.name.clone())
        })
        .collect()
}

fn second_impls(unit: &Unit) -> Vec<Finding> {
    let stores = stores(unit);
    let mut found = Vec::new();
    for module in &unit.modules {
        let blocks = module.items.iter().filter_map(|it| match it {
            Item::Impl(block) if trait_of(block).is_none() => Some(block),
            _ => None,
        });
        for block in blocks {
            let syn::Type::Path(it) = block.self_ty.as_ref() else { continue };
            let is_marked =
                block.attrs.iter().any(|it| unit.names.is_zt(&module.path, it.path(), "store"));
            let meaning = unit.names.meaning(&module.path, &it.path);
            let store =
                stores.iter().find(|store| store.0 == meaning && meaning != Meaning::Unknown);
            let Some((_, _, name)) = store.filter(|_| !is_marked) else { continue };
            let what = format!("the store `{name}` has methods beside `#[zt::store]`");
            let mend = format!(
                "move them into the block with `#[zt::store] impl {name}`, each with its proof"
            );
            found.push(SECOND_IMPL.at(place(module, it.path.span()), what, mend));
        }
    }
    found
}

fn endpoints(unit: &Unit) -> Vec<Finding> {
    let modules: Vec<_> = stores(unit);
    let endpoints = unit.annotations.endpoints.iter();
    endpoints
        .filter_map(|endpoint| {
            // Private fields are seen in the type's module and in those within it.
            let home = |store: &(Meaning, Vec<String>, String)| match &store.0 {
                Meaning::Local(path) => path.split_last().map(|it| it.1.to_vec()),
                _ => Some(store.1.clone()),
            };
            let near = modules
                .iter()
                .find(|store| home(store).is_some_and(|it| endpoint.module.starts_with(&it)))?;
            let (name, store) = (&endpoint.name, &near.2);
            let what =
                format!("the endpoint `{name}` sees the private fields of the store `{store}`");
            let mend = format!("move `{store}` into a module of its own: `mod store;`");
            Some(ENDPOINT_IN_STORE.at(endpoint.place.clone(), what, mend))
        })
        .collect()
}

/// The trait that a block implements.
pub(super) fn trait_of(block: &ItemImpl) -> Option<&Path> {
    block.trait_.as_ref().map(|(path, _)| path)
}
