//! The model's tokens: one emitted item a function.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::DeriveInput;

use super::model::{Bounded, Bounds, Number, Shape, Taken};
use crate::derive::item;
use crate::derive::with::{self, Needs, With};
use crate::expand::{Asked, each};
use crate::paths::{Runtime, at_user};

pub(super) fn input(item: &DeriveInput, runtime: &Runtime, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Object(fields) => {
            let (whole, nested) =
                (whole(item, runtime, &object(runtime, fields)), nested(item, runtime));
            let reaches = reaches(item, runtime, fields);
            let withs = fields.iter().map(|field| field.with.as_ref());
            Needs::of(withs, runtime).around(mixed!(#whole #nested #reaches))
        }
        Shape::Value(value) => {
            let field = field(item, runtime, &newtype(runtime, value));
            let asked = [Asked::number(0)];
            let values = asked.iter().map(|it| &it.value);
            let reaches = reaches_of(item, runtime, &asked, &mixed!(Self(#(#values)*)));
            mixed!(#field #reaches)
        }
        Shape::Words(words) => field(item, runtime, &choice(words)),
    }
}

/// `Input`: as a body, form or query.
fn whole(item: &DeriveInput, runtime: &Runtime, body: &TokenStream) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, input) = (item::self_type(item), runtime.public("Input"));
    let (fields, pending) = (runtime.private("Fields"), runtime.private("Pending"));
    let name = item.ident.to_string();
    mixed! {
        impl #generics #input for #self_type #clause {
            const NAME: &'static str = #name;
            fn read(fields: &mut #fields<'_, '_>) -> #pending<Self> { #body }
        }
    }
}

/// `InputField`: inside another input.
fn field(item: &DeriveInput, runtime: &Runtime, body: &TokenStream) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, input) = (item::self_type(item), runtime.public("InputField"));
    let (field, pending) = (runtime.private("Field"), runtime.private("Pending"));
    mixed! {
        impl #generics #input for #self_type #clause {
            fn read(field: #field<'_, '_>) -> #pending<Self> { #body }
        }
    }
}

fn nested(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    field(item, runtime, &mixed!(field.object()))
}

/// The stores that objects named in the fields come from. A field that holds the input itself adds none, and couldn't be
/// asked: its answer would wait for itself.
fn reaches(item: &DeriveInput, runtime: &Runtime, fields: &[Taken]) -> TokenStream {
    let others: Vec<_> = fields.iter().filter(|taken| !taken.holds_itself).collect();
    let asked: Vec<_> = (0..others.len()).map(Asked::number).collect();
    let given = others.iter().zip(&asked).map(|(taken, Asked { value, .. })| {
        let field = &taken.field;
        mixed!(#field: #value,)
    });
    let ask = runtime.private("ask_reached");
    let held = fields.iter().filter(|taken| taken.holds_itself).map(|taken| {
        let field = &taken.field;
        mixed!(#field: #ask().0,)
    });
    reaches_of(item, runtime, &asked, &mixed!(Self { #(#given)* #(#held)* }))
}

fn reaches_of(
    item: &DeriveInput,
    runtime: &Runtime,
    asked: &[Asked],
    taken: &TokenStream,
) -> TokenStream {
    let (reaches, reached) = (runtime.private("Reaches"), runtime.private("Reached"));
    let (self_type, each) = (item::self_type(item), each(runtime, asked, taken));
    mixed! {
        impl #reaches for #self_type {
            const STORES: #reached = #each;
        }
    }
}

fn object(runtime: &Runtime, fields: &[Taken]) -> TokenStream {
    let pending = runtime.private("Pending");
    let locals: Vec<_> = (0..fields.len()).map(local).collect();
    let numbered = fields.iter().zip(&locals).enumerate();
    let reads = numbered.map(|(number, (field, local))| read(runtime, field, number, local));
    let names = fields.iter().map(|taken| &taken.field);
    mixed! {
        #(#reads)*
        fields.end();
        #pending::later(move || ::core::option::Option::Some(Self { #(#names: #locals.settled()?,)* }))
    }
}

/// Inferred from the struct literal: the type is named nowhere, so an unfit one is one error.
fn read(runtime: &Runtime, taken: &Taken, number: usize, local: &Ident) -> TokenStream {
    let Taken { wire, value: Bounded { at, bounds }, with, .. } = taken;
    let (rules, fit) = (rules(runtime, bounds), fit(runtime, bounds, local));
    let Some(With { at: word, .. }) = with else {
        let read = runtime.private_at("input_field", *at);
        let asked = quote_spanned!(at_user(*at)=> let #local = #read::<_>(fields, #wire, #rules););
        return mixed!(#asked #fit);
    };
    let (read, needs) = (runtime.private_at("input_field_with", *at), with::name(number));
    let asked =
        quote_spanned!(at_user(*at)=> let #local = #read::<_>(fields, #wire, #rules, #needs););
    let left_out = need_of(runtime, "need_left_out", *word, local);
    mixed!(#asked #left_out #fit)
}

fn local(number: usize) -> Ident {
    format_ident!("field_{number}", span = Span::mixed_site())
}

fn newtype(runtime: &Runtime, value: &Bounded) -> TokenStream {
    let Bounded { at, bounds } = value;
    let (read, rules, local) =
        (runtime.private_at("input_value", *at), rules(runtime, bounds), local(0));
    let asked = quote_spanned!(at_user(*at)=> let #local = #read::<_>(field, #rules););
    let (fit, pending) = (fit(runtime, bounds, &local), runtime.private("Pending"));
    mixed! {
        #asked
        #fit
        #pending::later(move || ::core::option::Option::Some(Self(#local.settled()?)))
    }
}

fn choice(words: &[(Ident, String)]) -> TokenStream {
    let choices = words.iter().map(|(variant, wire)| mixed!((#wire, Self::#variant)));
    mixed!(field.choice([#(#choices),*]))
}

fn rules(runtime: &Runtime, bounds: &Bounds) -> TokenStream {
    let rules = runtime.private("FieldRules");
    let mut said = Vec::new();
    if let Some((_, ends)) = &bounds.length {
        said.extend(ends.min.map(|min| mixed!(min_length: ::core::option::Option::Some(#min))));
        said.extend(ends.max.map(|max| mixed!(max_length: ::core::option::Option::Some(#max))));
    }
    if let Some((_, ends)) = &bounds.range {
        let bound = |number| bound(runtime, number);
        said.extend(ends.min.map(bound).map(|min| mixed!(min: ::core::option::Option::Some(#min))));
        said.extend(ends.max.map(bound).map(|max| mixed!(max: ::core::option::Option::Some(#max))));
    }
    if let Some((_, ends)) = &bounds.items {
        said.extend(ends.max.map(|max| mixed!(max_items: ::core::option::Option::Some(#max))));
    }
    if said.is_empty() {
        return mixed!(#rules::NONE);
    }
    mixed!(#rules { #(#said,)* ..#rules::NONE })
}

fn bound(runtime: &Runtime, number: Number) -> TokenStream {
    let bound = runtime.private("Bound");
    match number {
        Number::Whole(whole) => {
            let whole = Literal::i128_unsuffixed(whole);
            mixed!(#bound::Whole(#whole))
        }
        Number::Real(real) => mixed!(#bound::Real(#real)),
    }
}

/// A bound on what it can't bound is an error at the bound's word.
fn fit(runtime: &Runtime, bounds: &Bounds, local: &Ident) -> TokenStream {
    let words = [
        (bounds.length.as_ref().map(|(at, _)| at), "need_length"),
        (bounds.range.as_ref().map(|(at, _)| at), "need_range"),
        (bounds.items.as_ref().map(|(at, _)| at), "need_items"),
    ];
    let needs =
        words.into_iter().filter_map(|(at, need)| Some(need_of(runtime, need, *at?, local)));
    needs.collect()
}

/// A demand that the field's type has to meet.
fn need_of(runtime: &Runtime, need: &str, at: Span, local: &Ident) -> TokenStream {
    let (need, local) = (runtime.private_at(need, at), Ident::new(&local.to_string(), at_user(at)));
    quote_spanned!(at_user(at)=> #need::<_>(&#local);)
}

/// After an error: an input that nothing is read into.
pub(super) fn stub(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let pending = runtime.private("Pending");
    let whole = whole(
        item,
        runtime,
        &mixed!(let _ = fields; #pending::later(|| ::core::option::Option::None)),
    );
    let field = field(
        item,
        runtime,
        &mixed!(let _ = field; #pending::later(|| ::core::option::Option::None)),
    );
    mixed!(#whole #field)
}
