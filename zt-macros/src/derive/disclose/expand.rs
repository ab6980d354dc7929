//! The model's tokens: one emitted item a function.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Type};

use super::describe;
use super::model::{Draft, Of, Shape, Shown};
use crate::derive::item;
use crate::derive::with::{self, Needs};
use crate::paths::{Runtime, at_user};

pub(super) fn view(item: &DeriveInput, runtime: &Runtime, shape: &Shape, of: &Of) -> TokenStream {
    let body = match shape {
        Shape::Object(fields) => object(runtime, fields),
        Shape::Value(at) => {
            let field = runtime.public_at("PlainField", *at);
            quote_spanned!(at_user(*at)=> #field::write(&self.0, out))
        }
        Shape::Words(words) => word(words),
    };
    let told = describe::body(item, runtime, shape, of);
    let (role, disclose, of) =
        (role(item, runtime), disclose(item, runtime, &body, &told), tie(item, runtime, of));
    let needs = match shape {
        Shape::Object(fields) => Needs::of(fields.iter().map(|field| field.with.as_ref()), runtime),
        Shape::Value(_) | Shape::Words(_) => Needs::of(std::iter::empty(), runtime),
    };
    needs.around(mixed!(#role #disclose #of))
}

fn role(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let (either, role) = (runtime.public("EitherResourceOrView"), runtime.public("AView"));
    mixed!(impl #generics #either for #self_type #clause { type Role = #role; })
}

fn disclose(
    item: &DeriveInput,
    runtime: &Runtime,
    body: &TokenStream,
    told: &TokenStream,
) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, disclose) = (item::self_type(item), runtime.public("Disclose"));
    let (out, written) = (runtime.private("Out"), runtime.private("Written"));
    let question = runtime.private("Question");
    mixed! {
        impl #generics #disclose for #self_type #clause {
            fn disclose(&self, out: #out<'_>) -> #written { #body }
            fn describe(question: &#question) { #told }
        }
    }
}

fn object(runtime: &Runtime, fields: &[Shown]) -> TokenStream {
    let count = Literal::usize_unsuffixed(fields.len());
    let shown = fields.iter().enumerate().map(|(number, Shown { field, wire, at, with })| {
        if with.is_none() {
            let show = runtime.private_at("show", *at);
            return quote_spanned!(at_user(*at)=> #show::<_>(&mut object, #wire, &self.#field)?;);
        }
        let (show, needs) = (runtime.private_at("show_with", *at), with::name(number));
        quote_spanned!(at_user(*at)=> #show::<_>(&mut object, #wire, &self.#field, #needs)?;)
    });
    let binding = match fields {
        [] => mixed!(let object = out.object(#count)?;),
        _ => mixed!(let mut object = out.object(#count)?;),
    };
    mixed!(#binding #(#shown)* object.end())
}

fn word(words: &[(Ident, String)]) -> TokenStream {
    let arms = words.iter().map(|(variant, wire)| mixed!(Self::#variant => #wire,));
    mixed! {
        let word = match self { #(#arms)* };
        out.text(word)
    }
}

/// What ties a view to its resource, or lets it stand in others.
fn tie(item: &DeriveInput, runtime: &Runtime, of: &Of) -> TokenStream {
    match of {
        Of::Plain => plain(item, runtime),
        Of::Resource(resource) => of_resource(item, runtime, resource),
    }
}

fn plain(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, field) = (item::self_type(item), runtime.public("PlainField"));
    let (disclose, out) = (runtime.public("Disclose"), runtime.private("Out"));
    let (written, question) = (runtime.private("Written"), runtime.private("Question"));
    mixed! {
        impl #generics #field for #self_type #clause {
            fn write(&self, out: #out<'_>) -> #written { #disclose::disclose(self, out) }
            fn describe(question: &#question) { <Self as #disclose>::describe(question) }
        }
    }
}

fn of_resource(item: &DeriveInput, runtime: &Runtime, resource: &Type) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, view) = (item::self_type(item), runtime.public("View"));
    let from = quote_spanned! {at_user(resource.span())=>
        <Self as ::core::convert::From<&Self::Of>>::from(resource)
    };
    mixed! {
        impl #generics #view for #self_type #clause {
            type Of = #resource;
            fn view(resource: &Self::Of) -> Self { #from }
        }
    }
}

/// After an error: a view that shows nothing.
pub(super) fn stub(item: &DeriveInput, draft: &Draft) -> TokenStream {
    if draft.is_resource {
        return TokenStream::new();
    }
    let runtime = &draft.runtime;
    let disclose = disclose(item, runtime, &mixed!(out.null()), &mixed!(let _ = question;));
    let role = role(item, runtime);
    let of = tie(item, runtime, draft.of.as_ref().unwrap_or(&Of::Plain));
    mixed!(#role #disclose #of)
}
