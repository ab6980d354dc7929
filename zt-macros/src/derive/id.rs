//! `derive(Id)`: a tuple struct around one value.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields};

use super::item;
use super::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::paths::{Runtime, at_user};

static WORDS: Vocabulary = Vocabulary { attribute: "id", words: &[CRATE], literals: false };

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let words = Words::read(&item.attrs, &WORDS, &mut sink);
    let runtime = words.map_or_else(Runtime::default, |words| words.runtime(&mut sink));
    item::refuse_parameters(item, "id", &mut sink);
    let value = value(item, &mut sink);
    if let Some(value) = value.filter(|_| sink.is_empty()) {
        return implement(item, &runtime, &through_value(&runtime, value));
    }
    let (errors, stub) =
        (sink.finish(), implement(&item::for_stub(item), &runtime, &stub(&runtime)));
    mixed!(#errors #stub)
}

/// Where the one value's type stands.
fn value(item: &DeriveInput, sink: &mut Sink) -> Option<Span> {
    if let Data::Struct(data) = &item.data
        && let Fields::Unnamed(fields) = &data.fields
        && let (Some(only), 1) = (fields.unnamed.first(), fields.unnamed.len())
    {
        return Some(only.ty.span());
    }
    sink.push(
        &item.ident,
        "ZT0320",
        format!("the id `{}` is no tuple struct of one field", item.ident),
        "an id has one spelling; of two parts, one would be compared and the other forgotten",
        format!("pub struct {}(u64);", item.ident),
    );
    None
}

/// The trait's own functions, so that a value that can't be in an id is told once, not once for each.
fn through_value(runtime: &Runtime, value: Span) -> TokenStream {
    let at = at_user(value);
    let id_value = runtime.public_at("IdValue", value);
    let out = runtime.private("Out");
    let written = runtime.private("Written");
    let (parse, text, write) = (
        quote_spanned!(at=> #id_value::parse(text).map(Self)),
        quote_spanned!(at=> #id_value::text(&self.0)),
        quote_spanned!(at=> #id_value::write(&self.0, out)),
    );
    mixed! {
        fn parse(text: &str) -> ::core::option::Option<Self> { #parse }
        fn text(&self) -> ::std::string::String { #text }
        fn write(&self, out: #out<'_>) -> #written { #write }
    }
}

/// After an error: an id that nothing spells.
fn stub(runtime: &Runtime) -> TokenStream {
    let (out, written) = (runtime.private("Out"), runtime.private("Written"));
    mixed! {
        fn parse(_: &str) -> ::core::option::Option<Self> { ::core::option::Option::None }
        fn text(&self) -> ::std::string::String { ::std::string::String::new() }
        fn write(&self, out: #out<'_>) -> #written { out.null() }
    }
}

fn implement(item: &DeriveInput, runtime: &Runtime, body: &TokenStream) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, id) = (item::self_type(item), runtime.public("Id"));
    let (field, name) = (plain_field(item, runtime), item.ident.to_string());
    mixed! {
        impl #generics #id for #self_type #clause {
            const NAME: &'static str = #name;
            #body
        }
        #field
    }
}

fn plain_field(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, field) = (item::self_type(item), runtime.public("PlainField"));
    let (id, out, written) =
        (runtime.public("Id"), runtime.private("Out"), runtime.private("Written"));
    let question = runtime.private("Question");
    mixed! {
        impl #generics #field for #self_type #clause {
            fn write(&self, out: #out<'_>) -> #written { #id::write(self, out) }
            fn describe(question: &#question) { question.id::<Self>() }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::derive::testing::{said, says};

    #[test]
    fn an_id_goes_through_its_value() {
        let text = super::expand(quote!(
            pub struct OrderId(u64);
        ))
        .to_string();
        assert!(
            text.contains(":: zt :: Id for OrderId") && !text.contains("compile_error"),
            "{text}"
        );
        let renamed = super::expand(quote!(
            #[id(crate = "web")]
            pub struct OrderId(u64);
        ))
        .to_string();
        assert!(renamed.contains("impl web :: Id for OrderId"), "{renamed}");
    }

    #[test]
    fn zt0317_an_id_with_parameters() {
        says(
            super::expand,
            quote!(
                struct OrderId<T>(T);
            ),
            "ZT0317",
        );
        says(
            super::expand,
            quote!(
                struct OrderId<'a>(&'a str);
            ),
            "ZT0317",
        );
    }

    #[test]
    fn zt0320_an_id_is_a_tuple_struct_of_one_field() {
        for item in [
            quote!(
                struct OrderId;
            ),
            quote!(
                struct OrderId();
            ),
            quote!(
                struct OrderId(u64, u64);
            ),
            quote!(
                struct OrderId {
                    value: u64,
                }
            ),
            quote!(
                enum OrderId {
                    A(u64),
                }
            ),
            quote!(union OrderId { a: u64 }),
        ] {
            says(super::expand, item, "ZT0320");
        }
        assert_eq!(
            said(
                super::expand,
                quote!(
                    struct OrderId<T>;
                )
            )
            .len(),
            2
        );
    }

    #[test]
    fn zt0112_an_id_has_no_words() {
        says(
            super::expand,
            quote!(
                #[id(strict)]
                struct OrderId(u64);
            ),
            "ZT0112",
        );
    }
}
