//! ZT2001: `zt::__private` or `zt::demands` in code that people write.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::UseTree;
use syn::visit::{self, Visit};

use super::files::Module;
use super::names::{Meaning, segments};
use super::{Unit, place, tokens};
use crate::finding::{Finding, PRIVATE_DOOR};

const DOORS: [&str; 2] = ["__private", "demands"];

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

impl Looker<'_> {
    fn path(&mut self, path: &[String], span: Span) {
        let Some(at) = path.iter().position(|name| DOORS.contains(&name.as_str())) else { return };
        let (door, before) =
            (path.get(at).cloned().unwrap_or_default(), path.get(..at).unwrap_or_default());
        if self.leads_to_zt(before, &door) {
            self.report(&door, span);
        }
    }

    /// Another crate may have a `__private` of its own. Whatever else stands before it is taken for a way to zt's;
    /// `demands` is an everyday word, and counts only where it is known to be zt's.
    fn leads_to_zt(&self, before: &[String], door: &str) -> bool {
        let whole = [before, &[door.to_owned()]].concat();
        match self.unit.names.resolve(&self.module.path, &whole, 16) {
            Meaning::Zt(_) => true,
            Meaning::Other(_) => false,
            Meaning::Local(_) | Meaning::Unknown => {
                let root = before.iter().find(|it| !it.is_empty());
                door == "__private" && root.is_none_or(|it| !self.unit.names.is_other_crate(it))
            }
        }
    }

    fn report(&mut self, door: &str, span: Span) {
        let what = format!("`zt::{door}` is named in code that people write");
        let mend = "remove it, and let the annotation make what you need: `#[zt::get(..)]`, `#[zt::store]`, `derive(..)`";
        self.found.push(PRIVATE_DOOR.at(place(self.module, span), what, mend));
    }

    fn tree(&mut self, tree: &UseTree, mut before: Vec<String>) {
        match tree {
            UseTree::Path(it) => {
                before.push(it.ident.to_string());
                if DOORS.contains(&it.ident.to_string().as_str()) {
                    return self.path(&before, it.ident.span());
                }
                self.tree(&it.tree, before);
            }
            UseTree::Group(it) => {
                it.items.iter().for_each(|inner| self.tree(inner, before.clone()))
            }
            UseTree::Name(it) => {
                before.push(it.ident.to_string());
                self.path(&before, it.ident.span());
            }
            UseTree::Rename(it) => {
                before.push(it.ident.to_string());
                self.path(&before, it.ident.span());
            }
            _ => {}
        }
    }

    /// In a macro nothing is parsed: `.. :: __private` counts unless another crate's name stands before it.
    fn tokens(&mut self, stream: TokenStream) {
        let mut spans = Vec::new();
        tokens::walk(stream, &mut |token, before| {
            let TokenTree::Ident(it) = token else { return };
            let root = match before {
                [.., TokenTree::Ident(root), _, _] if tokens::after_colons(before) => {
                    root.to_string()
                }
                _ => return,
            };
            let zt = |name: &str| {
                let path = [name.to_owned(), it.to_string()];
                matches!(self.unit.names.resolve(&self.module.path, &path, 16), Meaning::Zt(_))
            };
            let private = it == "__private" && !self.unit.names.is_other_crate(&root);
            if private || (it == "demands" && zt(&root)) {
                spans.push((it.to_string(), it.span()));
            }
        });
        spans.into_iter().for_each(|(door, span)| self.report(&door, span));
    }
}

impl<'ast> Visit<'ast> for Looker<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let door = path.segments.iter().find(|it| DOORS.contains(&it.ident.to_string().as_str()));
        self.path(&segments(path), door.map_or_else(Span::call_site, |it| it.ident.span()));
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let start = item.leading_colon.map(|_| String::new()).into_iter().collect();
        self.tree(&item.tree, start);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        self.tokens(it.tokens.clone());
        visit::visit_macro(self, it);
    }
}
