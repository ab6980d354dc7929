//! ZT2011: scopes that nothing asks for.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit::{self, Visit};

use super::{Unit, tokens};
use crate::finding::{Finding, UNUSED_SCOPE};

pub(super) fn check(units: &[Unit]) -> Vec<Finding> {
    let mut looker = Looker::default();
    for module in units.iter().flat_map(|it| &it.modules) {
        module.items.iter().for_each(|item| looker.visit_item(item));
    }
    let scopes = units.iter().flat_map(|it| &it.annotations.scopes);
    scopes
        .filter(|scope| !looker.used.contains(&scope.ident))
        .map(|scope| {
            let what = format!("nothing asks for the scope `{}` (`{}`)", scope.ident, scope.name);
            let mend = format!("demand it, `scopes({})`, or take it away", scope.ident);
            UNUSED_SCOPE.at(scope.place.clone(), what, mend)
        })
        .collect()
}

/// Names where scopes are asked for: in annotations, in `<..>` as of `holds::<S>()` and `Proves<S>`, and in macros. A
/// type of the same name counts too.
#[derive(Debug, Default)]
struct Looker {
    used: BTreeSet<String>,
}

impl Looker {
    fn all(&mut self, stream: TokenStream) {
        tokens::walk(stream, &mut |token, _| {
            if let TokenTree::Ident(it) = token {
                self.used.insert(it.to_string());
            }
        });
    }
}

impl<'ast> Visit<'ast> for Looker {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        // A role grants a scope, and asks nobody for it.
        if let syn::Meta::List(list) = &attribute.meta
            && !attribute.path().is_ident("role")
        {
            self.all(list.tokens.clone());
        }
    }

    fn visit_angle_bracketed_generic_arguments(
        &mut self,
        arguments: &'ast syn::AngleBracketedGenericArguments,
    ) {
        self.all(arguments.to_token_stream());
        visit::visit_angle_bracketed_generic_arguments(self, arguments);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        self.all(it.tokens.clone());
    }
}
