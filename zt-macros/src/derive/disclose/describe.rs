//! What a view shows, for the manifest: the types of the fields, without a value.
//!
//! Each type is inferred from a closure over the view, never spelled again, and asked for nothing: a field that can't be
//! shown has its one error where it is written.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::DeriveInput;

use super::model::{Of, Shape, Shown};
use crate::derive::with;
use crate::paths::{Runtime, at_user};

/// The body of `Disclose::describe`.
pub(super) fn body(item: &DeriveInput, runtime: &Runtime, shape: &Shape, of: &Of) -> TokenStream {
    let shown = match shape {
        Shape::Object(fields) => object(item, runtime, fields),
        Shape::Value(at) => {
            let (by, otherwise) = (runtime.private_at("Shown", *at), otherwise(runtime));
            let whole =
                quote_spanned!(at_user(*at)=> #by::by(|view: &Self| &view.0).tell_whole(question););
            mixed!(#otherwise #whole)
        }
        Shape::Words(words) => {
            let words = words.iter().map(|(_, wire)| wire);
            mixed!(question.words(&[#(#words),*]);)
        }
    };
    match of {
        Of::Plain => shown,
        Of::Resource(_) => mixed!(#shown question.view_of::<Self>();),
    }
}

fn object(item: &DeriveInput, runtime: &Runtime, fields: &[Shown]) -> TokenStream {
    let name = item.ident.to_string();
    if fields.is_empty() {
        return mixed!(question.fields::<Self>(#name, |_| {}););
    }
    let otherwise = otherwise(runtime);
    let fields = fields.iter().enumerate().map(|(number, Shown { field, wire, at, with })| {
        let by = runtime.private_at("Shown", *at);
        let told =
            quote_spanned!(at_user(*at)=> #by::by(|view: &Self| &view.#field).tell(shape, #wire););
        let needs = with.as_ref().map(|_| {
            let needs = with::name(number);
            mixed!(shape.needs(#wire, #needs);)
        });
        mixed!(#told #needs)
    });
    mixed! {
        #otherwise
        question.fields::<Self>(#name, |shape| { #(#fields)* });
    }
}

fn otherwise(runtime: &Runtime) -> TokenStream {
    let otherwise = runtime.private("ElseUntold");
    mixed!(use #otherwise as _;)
}
