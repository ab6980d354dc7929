//! What a path means in a module: zt's item, another crate's, or one of this crate. Imports, aliases, globs and
//! re-exports are followed; what a macro makes is not seen.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, UseTree};

use super::files::Module;
use crate::project::Package;

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Of zt: what follows its name.
    Zt(Vec<String>),
    /// Of another crate, with its name.
    Other(Vec<String>),
    /// Of this crate, from its root.
    Local(Vec<String>),
    Unknown,
}

/// The names of one crate.
#[derive(Debug)]
pub(super) struct Names {
    modules: BTreeMap<Vec<String>, Scope>,
    zt: BTreeSet<String>,
    others: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Scope {
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    items: BTreeSet<String>,
}

/// What `use zt::prelude::*` brings.
const PRELUDE: [&str; 43] = [
    "Acr",
    "Action",
    "Allowed",
    "Answer",
    "Argument",
    "Authorize",
    "Authorized",
    "Body",
    "Caller",
    "Client",
    "Data",
    "Decision",
    "Device",
    "Disclose",
    "Download",
    "Form",
    "Fresh",
    "Header",
    "Id",
    "Identity",
    "Input",
    "Issuer",
    "Kind",
    "Loading",
    "Network",
    "NoContent",
    "Open",
    "OwnSubject",
    "OwnTenant",
    "Patch",
    "Problem",
    "Proof",
    "Proves",
    "Query",
    "Read",
    "Redirect",
    "Reply",
    "RequestHeader",
    "Resource",
    "Role",
    "Scope",
    "Secret",
    "Within",
];

/// The crates that every program has.
const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// More steps than any honest chain of re-exports has.
const DEPTH: u8 = 16;

impl Names {
    pub(super) fn of(modules: &[Module], package: &Package) -> Self {
        let mut others = package.others.clone();
        others.extend(STANDARD.map(str::to_owned));
        others.extend(package.targets.iter().filter(|it| !it.is_program).map(|it| it.name.clone()));
        let scopes = modules.iter().map(|it| (it.path.clone(), scope(it))).collect();
        Self { modules: scopes, zt: package.zt.clone(), others }
    }

    /// The meaning of a path in a module.
    pub(super) fn meaning(&self, module: &[String], path: &syn::Path) -> Meaning {
        self.resolve(module, &segments(path), DEPTH)
    }

    /// The meaning of a path that starts at the root of the crate.
    pub(super) fn meaning_at_root(&self, path: &[String]) -> Meaning {
        self.resolve(&[], path, DEPTH)
    }

    /// Whether it is zt's item of this name.
    pub(super) fn is_zt(&self, module: &[String], path: &syn::Path, name: &str) -> bool {
        matches!(self.meaning(module, path), Meaning::Zt(it) if it.last().is_some_and(|it| it == name))
    }

    /// Whether a name is that of another crate than zt.
    pub(super) fn is_other_crate(&self, name: &str) -> bool {
        self.others.contains(name)
    }

    pub(super) fn resolve(&self, module: &[String], path: &[String], depth: u8) -> Meaning {
        let (Some(depth), [first, rest @ ..]) = (depth.checked_sub(1), path) else {
            return Meaning::Unknown;
        };
        match first.as_str() {
            "" => self.external(rest),
            "crate" | "$crate" => self.local(&[], rest, depth),
            "self" => self.local(module, rest, depth),
            "super" => self.local(module.split_last().map_or(&[], |it| it.1), rest, depth),
            _ => self.named(module, path, depth),
        }
    }

    fn external(&self, path: &[String]) -> Meaning {
        match path {
            [name, rest @ ..] if self.zt.contains(name) => Meaning::Zt(rest.to_vec()),
            [] => Meaning::Unknown,
            _ => Meaning::Other(path.to_vec()),
        }
    }

    /// From a module of this crate on.
    fn local(&self, module: &[String], path: &[String], depth: u8) -> Meaning {
        let [name, rest @ ..] = path else { return Meaning::Local(module.to_vec()) };
        let inner = [module, std::slice::from_ref(name)].concat();
        if self.modules.contains_key(&inner) {
            return self.local(&inner, rest, depth);
        }
        if matches!(name.as_str(), "self" | "super") {
            return self.resolve(module, path, depth);
        }
        match self.modules.get(module) {
            Some(scope) if scope.items.contains(name) => Meaning::Local([module, path].concat()),
            Some(_) => self.imported(module, path, depth),
            None => Meaning::Unknown,
        }
    }

    /// A path that starts with a plain name.
    fn named(&self, module: &[String], path: &[String], depth: u8) -> Meaning {
        let (Some(name), Some(scope)) = (path.first(), self.modules.get(module)) else {
            return Meaning::Unknown;
        };
        if scope.items.contains(name) {
            return self.local(module, path, depth);
        }
        match self.imported(module, path, depth) {
            Meaning::Unknown if self.zt.contains(name) || self.others.contains(name) => {
                self.external(path)
            }
            meaning => meaning,
        }
    }

    fn imported(&self, module: &[String], path: &[String], depth: u8) -> Meaning {
        let (Some(scope), [name, rest @ ..]) = (self.modules.get(module), path) else {
            return Meaning::Unknown;
        };
        if let Some(import) = scope.imports.get(name) {
            // `use zt;` says nothing new.
            if import.as_slice() == std::slice::from_ref(name) {
                return self.external(path);
            }
            return self.resolve(module, &[import.as_slice(), rest].concat(), depth);
        }
        let found = scope.globs.iter().map(|glob| self.in_glob(module, glob, path, depth));
        found.into_iter().find(|it| *it != Meaning::Unknown).unwrap_or(Meaning::Unknown)
    }

    fn in_glob(&self, module: &[String], glob: &[String], path: &[String], depth: u8) -> Meaning {
        let Some(name) = path.first() else { return Meaning::Unknown };
        match self.resolve(module, glob, depth) {
            Meaning::Zt(at) => {
                let has = at.is_empty() || (at == ["prelude"] && PRELUDE.contains(&name.as_str()));
                if has { Meaning::Zt([at.as_slice(), path].concat()) } else { Meaning::Unknown }
            }
            Meaning::Local(at) if at != module => self.local(&at, path, depth.saturating_sub(1)),
            _ => Meaning::Unknown,
        }
    }
}

/// The names of a path; an empty one first for `::zt`.
pub(super) fn segments(path: &syn::Path) -> Vec<String> {
    let names = path.segments.iter().map(|it| it.ident.to_string());
    path.leading_colon.map(|_| String::new()).into_iter().chain(names).collect()
}

fn scope(module: &Module) -> Scope {
    let mut scope = Scope { items: module.inner.iter().cloned().collect(), ..Scope::default() };
    for item in &module.items {
        match item {
            Item::Use(it) => {
                let start = it.leading_colon.map(|_| String::new()).into_iter().collect();
                add(&it.tree, start, &mut scope);
            }
            Item::ExternCrate(it) => {
                let name = it.rename.as_ref().map_or(&it.ident, |(_, name)| name);
                scope.imports.insert(name.to_string(), vec![String::new(), it.ident.to_string()]);
            }
            other => scope.items.extend(name(other)),
        }
    }
    scope
}

fn add(tree: &UseTree, mut before: Vec<String>, scope: &mut Scope) {
    match tree {
        UseTree::Path(it) => {
            before.push(it.ident.to_string());
            add(&it.tree, before, scope);
        }
        UseTree::Group(it) => it.items.iter().for_each(|inner| add(inner, before.clone(), scope)),
        UseTree::Glob(_) => scope.globs.push(before),
        UseTree::Name(it) if it.ident == "self" => {
            scope.imports.extend(before.last().cloned().map(|name| (name, before)));
        }
        UseTree::Name(it) => {
            before.push(it.ident.to_string());
            scope.imports.insert(it.ident.to_string(), before);
        }
        UseTree::Rename(it) => {
            if it.ident != "self" {
                before.push(it.ident.to_string());
            }
            scope.imports.insert(it.rename.to_string(), before);
        }
        #[allow(unreachable_patterns, reason = "syn may learn another kind")]
        _ => {}
    }
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Static(it) => &it.ident,
        Item::Struct(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::Type(it) => &it.ident,
        Item::Union(it) => &it.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
