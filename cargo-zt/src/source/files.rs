//! The module tree of a crate, from its root file on, as rustc finds it.

use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod, Meta};

use super::literal::text;
use crate::failure::Failure;
use crate::project::{Project, Target};

/// A module and its items, without the modules in it and without what is for tests.
#[derive(Debug)]
pub(super) struct Module {
    /// From the root of the crate.
    pub(super) path: Vec<String>,
    /// As it is shown.
    pub(super) file: String,
    /// Whether some builds lack it.
    pub(super) conditional: bool,
    pub(super) items: Vec<Item>,
    /// The names of the modules in it.
    pub(super) inner: Vec<String>,
}

/// Where the files of a module's modules are.
#[derive(Clone)]
struct Folder {
    /// For `mod name;`
    folder: PathBuf,
    /// For `#[path = ".."]`
    beside: PathBuf,
}

pub(super) fn read(project: &Project, target: &Target) -> Result<Vec<Module>, Failure> {
    let mut reader = Reader { project, modules: Vec::new() };
    let folder = target.root.parent().unwrap_or(Path::new("")).to_owned();
    let folder = Folder { beside: folder.clone(), folder };
    reader.file(&target.root, Vec::new(), &folder, false)?;
    Ok(reader.modules)
}

/// A crate in one text, for tests.
#[cfg(test)]
pub(super) fn read_text(text: &str) -> Vec<Module> {
    let mut modules = Vec::new();
    let items = syn::parse_file(text).map(|it| it.items).unwrap_or_default();
    inline("src/lib.rs", Vec::new(), false, items, &mut modules);
    modules
}

#[cfg(test)]
fn inline(
    file: &str,
    path: Vec<String>,
    conditional: bool,
    items: Vec<Item>,
    all: &mut Vec<Module>,
) {
    let (modules, items) = split(items);
    let inner = modules.iter().map(|it| it.ident.to_string()).collect();
    all.push(Module { path: path.clone(), file: file.to_owned(), conditional, items, inner });
    for module in modules {
        let name = [path.as_slice(), &[module.ident.to_string()]].concat();
        let conditional = conditional || is_conditional(&module.attrs);
        inline(file, name, conditional, module.content.map(|it| it.1).unwrap_or_default(), all);
    }
}

struct Reader<'a> {
    project: &'a Project,
    modules: Vec<Module>,
}

impl Reader<'_> {
    fn file(
        &mut self,
        file: &Path,
        path: Vec<String>,
        folder: &Folder,
        conditional: bool,
    ) -> Result<(), Failure> {
        let text = fs::read_to_string(file).map_err(|error| Failure::at(file, error))?;
        let parsed = syn::parse_file(&text).map_err(|error| {
            let at = error.span().start();
            let place = format!("{}:{}:{}", self.project.shown(file), at.line, at.column + 1);
            Failure::new(format!("{place}: this can't be read as Rust: {error}"))
        })?;
        let conditional = conditional || is_conditional(&parsed.attrs);
        self.items(&self.project.shown(file), path, folder, conditional, parsed.items)
    }

    fn items(
        &mut self,
        file: &str,
        path: Vec<String>,
        folder: &Folder,
        conditional: bool,
        items: Vec<Item>,
    ) -> Result<(), Failure> {
        let (modules, items) = split(items);
        let inner = modules.iter().map(|it| it.ident.to_string()).collect();
        self.modules.push(Module {
            path: path.clone(),
            file: file.to_owned(),
            conditional,
            items,
            inner,
        });
        for module in modules {
            let name = module.ident.to_string();
            let path = [path.as_slice(), std::slice::from_ref(&name)].concat();
            let conditional = conditional || is_conditional(&module.attrs);
            self.module(file, module, path, folder, conditional)?;
        }
        Ok(())
    }

    fn module(
        &mut self,
        file: &str,
        module: ItemMod,
        path: Vec<String>,
        folder: &Folder,
        conditional: bool,
    ) -> Result<(), Failure> {
        let name = module.ident.to_string().trim_start_matches("r#").to_owned();
        let written = written_path(&module.attrs);
        if let Some((_, items)) = module.content {
            let inner = folder.folder.join(written.unwrap_or(name));
            let inner = Folder { beside: inner.clone(), folder: inner };
            return self.items(file, path, &inner, conditional, items);
        }
        let (found, inner) = match written {
            Some(written) => {
                let found = folder.beside.join(written);
                let inner = found.parent().unwrap_or(Path::new("")).to_owned();
                (found, inner)
            }
            None => {
                let alone = folder.folder.join(format!("{name}.rs"));
                let inner = folder.folder.join(&name);
                let found = if alone.is_file() { alone } else { inner.join("mod.rs") };
                (found, inner)
            }
        };
        let beside = found.parent().unwrap_or(Path::new("")).to_owned();
        self.file(&found, path, &Folder { folder: inner, beside }, conditional)
    }
}

/// Modules apart from other items; what is for tests left out.
fn split(items: Vec<Item>) -> (Vec<ItemMod>, Vec<Item>) {
    let (mut modules, mut others) = (Vec::new(), Vec::new());
    for item in items {
        if is_for_tests(attributes(&item)) {
            continue;
        }
        match item {
            Item::Mod(module) => modules.push(module),
            other => others.push(without_tests(other)),
        }
    }
    (modules, others)
}

/// An impl without its methods for tests.
fn without_tests(mut item: Item) -> Item {
    if let Item::Impl(block) = &mut item {
        block.items.retain(|it| match it {
            syn::ImplItem::Fn(method) => !is_for_tests(&method.attrs),
            _ => true,
        });
    }
    item
}

/// `#[cfg(test)]`, `#[test]` and their kin.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_test = attribute.path().segments.last().is_some_and(|it| it.ident == "test");
        let cfg = match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string(),
            _ => String::new(),
        };
        is_test
            || cfg == "test"
            || (cfg.starts_with("all")
                && cfg.split([' ', '(', ',', ')']).any(|it| it == "test")
                && !cfg.contains("not"))
    })
}

/// Whether an item is in some builds only.
pub(super) fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("cfg"))
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::ExternCrate(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::ForeignMod(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::TraitAlias(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Union(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// The text of `#[path = ".."]`.
fn written_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(it) if it.path.is_ident("path") => text(&it.value),
        _ => None,
    })
}
