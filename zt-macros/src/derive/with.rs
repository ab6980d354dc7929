//! `with(OrdersPii)`: a field for holders of a scope, in views and in inputs. What stands in the parentheses means what it
//! means in `scopes(..)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::spanned::Spanned as _;

use super::vocabulary::Words;
use crate::diag::Sink;
use crate::keys::Key;
use crate::model::Clause;
use crate::paths::{Runtime, at_user};
use crate::rules::scopes;

pub(crate) const WITH: Key = Key { name: "with", example: "with(OrdersPii)" };

/// Whom a field is for.
pub(crate) struct With {
    pub(crate) clauses: Vec<Clause>,
    /// Where the word stands.
    pub(crate) at: Span,
}

pub(crate) fn read(words: &Words, sink: &mut Sink) -> Option<With> {
    let group = words.list(WITH.name, sink)?;
    let word = words.key(WITH.name)?;
    let clauses = scopes::clauses(word, group, sink)?;
    Some(With { clauses, at: word.span() })
}

/// A `with` where there is no field of its own.
pub(crate) fn refuse(words: Option<&Words>, (code, attribute): (&str, &str), sink: &mut Sink) {
    let Some(word) = words.and_then(|words| words.key(WITH.name)) else { return };
    sink.push(
        word,
        code,
        "`with` says nothing here",
        "a rule without effect lies to its reader: what it stands on would still be for every caller",
        format!("drop `with` here, and write `#[{attribute}(with(..))]` above each field of a struct that it is for"),
    );
}

/// The scopes of the fields, each in a constant: a scope's path stands there once, so that a mistyped one is one error.
pub(crate) struct Needs(Vec<TokenStream>);

impl Needs {
    pub(crate) fn of<'w>(withs: impl Iterator<Item = Option<&'w With>>, runtime: &Runtime) -> Self {
        let declared = withs
            .enumerate()
            .filter_map(|(number, with)| with.map(|with| constant(&name(number), with, runtime)));
        Self(declared.collect())
    }

    /// The items, with the constants that they name.
    pub(crate) fn around(&self, items: TokenStream) -> TokenStream {
        let constants = &self.0;
        if constants.is_empty() {
            return items;
        }
        quote_spanned!(Span::mixed_site()=> const _: () = { #(#constants)* #items };)
    }
}

/// What the constant of the field at this place is called.
pub(crate) fn name(number: usize) -> Ident {
    format_ident!("NEEDED_BY_FIELD_{number}", span = Span::mixed_site())
}

fn constant(name: &Ident, with: &With, runtime: &Runtime) -> TokenStream {
    let info = runtime.private("ScopeInfo");
    let clauses = with.clauses.iter().map(|clause| {
        let infos = clause.scopes().iter().map(|path| {
            let at = path.span();
            let scope = runtime.public_at("Scope", at);
            quote_spanned!(at_user(at)=> <#path as #scope>::INFO)
        });
        quote_spanned!(Span::mixed_site()=> &[#(#infos),*])
    });
    quote_spanned!(Span::mixed_site()=> const #name: &[&[#info]] = &[#(#clauses),*];)
}
