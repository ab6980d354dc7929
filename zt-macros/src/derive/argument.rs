//! `derive(Argument)`: guarded arguments, bundled in a struct.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Field, Fields, GenericParam, Type};

use super::item;
use super::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::expand::{Asked, each};
use crate::parse::shown::shown;
use crate::paths::{Runtime, at_user};

static WORDS: Vocabulary = Vocabulary { attribute: "argument", words: &[CRATE], literals: false };

struct Part {
    name: Ident,
    /// Where its type stands.
    at: Span,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let words = Words::read(&item.attrs, &WORDS, &mut sink);
    let runtime = words.map_or_else(Runtime::default, |words| words.runtime(&mut sink));
    let parts = parts(item, &mut sink);
    if let Some(parts) = parts.filter(|_| sink.is_empty()) {
        let implementation = implement(item, &runtime, &bundle(&runtime, &parts));
        let reaches = reaches(item, &runtime, &parts);
        return mixed!(#implementation #reaches);
    }
    let (errors, stub) =
        (sink.finish(), implement(&item::for_stub(item), &runtime, &stub(&runtime)));
    mixed!(#errors #stub)
}

fn parts(item: &DeriveInput, sink: &mut Sink) -> Option<Vec<Part>> {
    let Data::Struct(data) = &item.data else { return misshapen(item, sink) };
    refuse_parameters(item, &data.fields, sink);
    let Fields::Named(fields) = &data.fields else { return misshapen(item, sink) };
    Some(fields.named.iter().filter_map(|field| part(item, field, sink)).collect())
}

/// ZT0811
fn misshapen(item: &DeriveInput, sink: &mut Sink) -> Option<Vec<Part>> {
    sink.push(
        &item.ident,
        "ZT0811",
        format!("the bundle `{}` is no struct with named fields", item.ident),
        "an argument is recognised by its type alone; two of one type are told apart by their names",
        format!("pub struct {} {{ query: Query<Filter>, orders: Data<Orders> }}", item.ident),
    );
    None
}

/// ZT0812; a lifetime that a reference needs is told at the reference.
fn refuse_parameters(item: &DeriveInput, fields: &Fields, sink: &mut Sink) {
    let borrows = fields.iter().any(|field| matches!(field.ty, Type::Reference(_)));
    let only_lifetimes =
        item.generics.params.iter().all(|it| matches!(it, GenericParam::Lifetime(_)));
    if borrows && only_lifetimes {
        return;
    }
    let what = format!("the bundle `{}` has parameters", item.ident);
    let why = "what a handler takes would depend on whoever names the type";
    let help = format!("name the types: `pub struct {} {{ query: Query<Filter> }}`", item.ident);
    item::refuse_generics(&item.generics, ("ZT0812", what, why, &help), sink);
}

fn part(item: &DeriveInput, field: &Field, sink: &mut Sink) -> Option<Part> {
    refuse_words(field, sink);
    let name = field.ident.clone()?;
    refuse_reference(&item.ident, &name, &field.ty, sink);
    Some(Part { name, at: field.ty.span() })
}

/// ZT0814
fn refuse_words(field: &Field, sink: &mut Sink) {
    for attribute in field.attrs.iter().filter(|it| it.path().is_ident("argument")) {
        sink.push(
            attribute.path(),
            "ZT0814",
            "`#[argument(..)]` does nothing on a field",
            "a word without effect lies to whoever reads it as a rule",
            "drop `#[argument(..)]`: the field's type says how it is guarded",
        );
    }
}

/// ZT0813
fn refuse_reference(bundle: &Ident, name: &Ident, field: &Type, sink: &mut Sink) {
    if let Type::Reference(reference) = field {
        let inner = shown(&reference.elem);
        sink.push(
            field,
            "ZT0813",
            format!("the field `{name}` of a bundle is a reference"),
            "the bundle is lent as a whole; a reference in it could outlive the request",
            format!("own it: `pub struct {bundle} {{ {name}: {inner} }}`, and take the bundle by reference"),
        );
    }
}

/// Inferred from the struct literal: the type is named nowhere, so an unfit one is one error.
fn bundle(runtime: &Runtime, parts: &[Part]) -> TokenStream {
    let pending = runtime.private("Pending");
    let locals: Vec<_> = (0..parts.len())
        .map(|number| format_ident!("part_{number}", span = Span::mixed_site()))
        .collect();
    let asked = parts.iter().zip(&locals).map(|(part, local)| {
        let argument = runtime.private_at("argument", part.at);
        quote_spanned!(at_user(part.at)=> let #local = #argument::<_, E>(gathering);)
    });
    let names = parts.iter().map(|part| &part.name);
    mixed! {
        #(#asked)*
        #pending::later(move || ::core::option::Option::Some(Self { #(#names: #locals.settled()?,)* }))
    }
}

/// The stores that its parts reach.
fn reaches(item: &DeriveInput, runtime: &Runtime, parts: &[Part]) -> TokenStream {
    let asked: Vec<_> = (0..parts.len()).map(Asked::number).collect();
    let names = parts.iter().map(|part| &part.name);
    let values = asked.iter().map(|it| &it.value);
    let each = each(runtime, &asked, &mixed!(Self { #(#names: #values,)* }));
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, reaches) = (item::self_type(item), runtime.private("Reaches"));
    let reached = runtime.private("Reached");
    mixed! {
        impl #generics #reaches for #self_type #clause {
            const STORES: #reached = #each;
        }
    }
}

fn stub(runtime: &Runtime) -> TokenStream {
    let pending = runtime.private("Pending");
    mixed!(let _ = gathering; #pending::later(|| ::core::option::Option::None))
}

fn implement(item: &DeriveInput, runtime: &Runtime, body: &TokenStream) -> TokenStream {
    let (argument, endpoint) = (runtime.public("Argument"), runtime.public("Endpoint"));
    let (gathering, pending) = (runtime.private("Gathering"), runtime.private("Pending"));
    let mut generics = item.generics.clone();
    generics
        .params
        .push(GenericParam::Type(syn::TypeParam::from(Ident::new("E", Span::mixed_site()))));
    let (generics, _, clause) = generics.split_for_impl();
    let clauses = clause.map(|clause| &clause.predicates);
    let self_type = item::self_type(item);
    mixed! {
        impl #generics #argument<E> for #self_type where E: #endpoint, #clauses {
            fn bind(gathering: &mut #gathering<'_>) -> #pending<Self> { #body }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::derive::testing::{said, says};

    #[test]
    fn a_bundle_binds_its_parts() {
        let tokens = super::expand(quote!(
            struct Page {
                query: Query<Filter>,
                orders: Data<Orders>,
            }
        ));
        let text = tokens.to_string();
        assert!(!text.contains("compile_error"), "{text}");
        assert!(text.contains("argument :: < _ , E > (gathering)"), "{text}");
        assert!(text.contains("orders : part_1 . settled () ?"), "{text}");
    }

    #[test]
    fn zt0811_a_bundle_has_named_fields() {
        for item in [
            quote!(
                struct A(u8);
            ),
            quote!(
                struct A;
            ),
            quote!(
                enum A {}
            ),
            quote!(union A { a: u8 }),
        ] {
            says(super::expand, item, "ZT0811");
        }
    }

    #[test]
    fn zt0812_a_bundle_with_parameters() {
        says(
            super::expand,
            quote!(
                struct A<T> {
                    a: T,
                }
            ),
            "ZT0812",
        );
        says(
            super::expand,
            quote!(
                struct A<'a> {
                    a: Lent<'a>,
                }
            ),
            "ZT0812",
        );
    }

    #[test]
    fn zt0813_a_bundle_of_references() {
        let text = says(
            super::expand,
            quote!(
                struct A<'a> {
                    a: &'a Query<Filter>,
                }
            ),
            "ZT0813",
        );
        assert!(text.contains("Query<Filter>"), "{text}");
        assert_eq!(
            said(
                super::expand,
                quote!(
                    struct A<'a> {
                        a: &'a u8,
                        b: &'a u8,
                    }
                )
            )
            .len(),
            2
        );
    }

    #[test]
    fn zt0112_a_bundle_has_no_words() {
        says(
            super::expand,
            quote!(
                #[argument(gate)]
                struct A {
                    a: u8,
                }
            ),
            "ZT0112",
        );
    }

    #[test]
    fn zt0814_a_field_has_no_words() {
        says(
            super::expand,
            quote!(
                struct A {
                    #[argument(gate)]
                    a: u8,
                }
            ),
            "ZT0814",
        );
    }
}
