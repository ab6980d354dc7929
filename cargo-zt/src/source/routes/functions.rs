//! Functions, and which of them a path means.

use std::collections::BTreeMap;

use syn::{Item, ItemFn, Path};

use crate::source::Unit;
use crate::source::here::Here;
use crate::source::names::{Meaning, segments};

/// A handler, or a function that registers some.
pub(super) struct Function<'a> {
    /// Its number among all.
    pub(super) id: usize,
    pub(super) here: Here<'a>,
    pub(super) item: &'a ItemFn,
}

/// All of a project, by their last names.
pub(super) struct Functions<'a> {
    units: &'a [Unit],
    named: BTreeMap<String, Vec<Function<'a>>>,
}

impl<'a> Functions<'a> {
    pub(super) fn of(units: &'a [Unit]) -> Self {
        let heres = units
            .iter()
            .flat_map(|unit| unit.modules.iter().map(move |module| Here { unit, module }));
        let items = heres.flat_map(|here| here.module.items.iter().map(move |item| (here, item)));
        let functions = items.filter_map(|(here, item)| match item {
            Item::Fn(item) => Some((here, item)),
            _ => None,
        });
        let mut named: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, (here, item)) in functions.enumerate() {
            let function = Function { id, here, item };
            named.entry(item.sig.ident.to_string()).or_default().push(function);
        }
        Self { units, named }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Function<'a>> {
        self.named.values().flatten()
    }

    /// The one that a path means; several where the source doesn't say which.
    pub(super) fn meant(&self, here: Here<'_>, path: &Path) -> Vec<&Function<'a>> {
        match here.meaning(path) {
            Meaning::Local(path) => self.at(here.unit, &path),
            Meaning::Other(path) => self.of_crate(&path),
            Meaning::Unknown => self.ending_in(&segments(path)),
            Meaning::Zt(_) => Vec::new(),
        }
    }

    fn named_where(
        &self,
        name: Option<&String>,
        is_meant: impl Fn(&Function<'a>) -> bool,
    ) -> Vec<&Function<'a>> {
        let named = name.and_then(|it| self.named.get(it)).into_iter().flatten();
        named.filter(|it| is_meant(it)).collect()
    }

    /// From the root of a crate.
    fn at(&self, unit: &Unit, path: &[String]) -> Vec<&Function<'a>> {
        let Some((name, module)) = path.split_last() else { return Vec::new() };
        self.named_where(Some(name), |it| {
            std::ptr::eq(it.here.unit, unit) && it.here.module.path == module
        })
    }

    /// Of a library of the project: the whole path, or, where a re-export or a macro hides it, its last name.
    fn of_crate(&self, path: &[String]) -> Vec<&Function<'a>> {
        let [krate, rest @ ..] = path else { return Vec::new() };
        let is_library = |unit: &Unit, name: &String| !unit.is_program && unit.name == *name;
        let library = self.units.iter().find(|it| is_library(it, krate));
        let krate = match library.map(|it| (it, it.names.meaning_at_root(rest))) {
            Some((unit, Meaning::Local(path))) => return self.at(unit, &path),
            Some((_, Meaning::Other(path))) => path.first().cloned().unwrap_or_default(),
            _ => krate.clone(),
        };
        self.named_where(rest.last(), |it| is_library(it.here.unit, &krate))
    }

    /// Where a path isn't resolved, what was written of it has to fit.
    fn ending_in(&self, path: &[String]) -> Vec<&Function<'a>> {
        let is_relative = |it: &&String| matches!(it.as_str(), "" | "crate" | "self" | "super");
        let written: Vec<_> = path.iter().skip_while(is_relative).cloned().collect();
        self.named_where(written.last(), |it| {
            let name = it.item.sig.ident.to_string();
            let whole = [std::slice::from_ref(&it.here.unit.name), &it.here.module.path, &[name]];
            whole.concat().ends_with(&written)
        })
    }
}
