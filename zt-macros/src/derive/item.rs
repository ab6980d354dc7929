//! What all derives ask of the item that they stand on.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, Generics};

use crate::diag::Sink;
use crate::parse::shown::shown;

/// Parses the item. What isn't one has been refused by the compiler already.
pub(crate) fn parse(input: TokenStream) -> Result<DeriveInput, TokenStream> {
    syn::parse2(input).map_err(syn::Error::into_compile_error)
}

/// ZT0316: a scope or an action that carries data.
pub(crate) fn need_unit_struct(item: &DeriveInput, noun: &str, sink: &mut Sink) {
    if !matches!(&item.data, Data::Struct(data) if matches!(data.fields, Fields::Unit)) {
        let what = format!("the {noun} `{}` is no unit struct", item.ident);
        let why = "it is a name at compile time; data in it would never be compared";
        sink.push(&item.ident, "ZT0316", what, why, format!("pub struct {};", item.ident));
    }
}

/// One error under everything between `<` and `>`.
pub(crate) fn refuse_generics(
    generics: &Generics,
    (code, what, why, help): (&str, String, &str, &str),
    sink: &mut Sink,
) {
    if !generics.params.is_empty() {
        sink.push(generics, code, what, why, help);
    } else if let Some(clause) = &generics.where_clause {
        sink.push(clause, code, what, why, help);
    }
}

/// What [`refuse_generics`] underlines, to be named in its help.
pub(crate) fn parameters(item: &DeriveInput) -> String {
    match &item.generics.where_clause {
        Some(clause) if item.generics.params.is_empty() => shown(clause),
        _ => shown(&item.generics),
    }
}

/// ZT0317: a scope, an action or an id with parameters would be many.
pub(crate) fn refuse_parameters(item: &DeriveInput, noun: &str, sink: &mut Sink) {
    let what = format!("the {noun} `{}` has type parameters", item.ident);
    let why = "one name would stand for many types, and a check of one of them would pass for all";
    let help = format!("drop `{}`, and write one {noun} for each", parameters(item));
    refuse_generics(&item.generics, ("ZT0317", what, why, &help), sink);
}

/// The way out for a view or an input with parameters.
pub(crate) fn without_parameters(item: &DeriveInput) -> String {
    let name = &item.ident;
    format!(
        "write `pub struct {name} {{ .. }}` for each type, with fields that it owns, like `String`"
    )
}

/// The way out for a view or an input whose parts have no names: the same words without data, or named fields.
pub(crate) fn listed_by_name(item: &DeriveInput, words: bool) -> String {
    let name = &item.ident;
    let fields = format!("`pub struct {name} {{ .. }}` with named fields");
    match &item.data {
        Data::Enum(data) if words && !data.variants.is_empty() => {
            let variants: Vec<_> =
                data.variants.iter().map(|variant| variant.ident.to_string()).collect();
            format!("write `pub enum {name} {{ {} }}`, or {fields}", variants.join(", "))
        }
        _ => format!("write {fields}"),
    }
}

/// A `#[serde(..)]` beside one of ours: zt doesn't go through serde, so what it says would not happen.
pub(crate) fn refuse_serde(
    attributes: &[Attribute],
    (code, why, help): (&str, &str, &str),
    sink: &mut Sink,
) {
    for attribute in attributes.iter().filter(|it| it.path().is_ident("serde")) {
        sink.push(attribute.path(), code, "`#[serde(..)]` does nothing here", why, help);
    }
}

/// After an error the stub of a type with parameters lives for ever, as the traits ask: no second error follows.
pub(crate) fn for_stub(item: &DeriveInput) -> DeriveInput {
    let mut item = item.clone();
    if !item.generics.params.is_empty() {
        let for_ever = syn::parse_quote!(Self: 'static);
        item.generics.make_where_clause().predicates.push(for_ever);
    }
    item
}

/// The item's type with its parameters: `Page<T>`.
pub(crate) fn self_type(item: &DeriveInput) -> TokenStream {
    let (_, parameters, _) = item.generics.split_for_impl();
    let name = &item.ident;
    let mut tokens = name.to_token_stream();
    tokens.extend(parameters.to_token_stream());
    tokens
}
