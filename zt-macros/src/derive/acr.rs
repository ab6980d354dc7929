//! `derive(Acr)`: a unit struct, `#[acr("urn:acr:mfa")]`, and a doc comment.

use proc_macro2::{Literal, TokenStream};
use syn::DeriveInput;
use zt_core::grammar::{Fault as _, acr_value};

use super::item;
use super::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::parse::arguments::string_of;
use crate::paths::Runtime;
use crate::rules::doc;

static WORDS: Vocabulary = Vocabulary { attribute: "acr", words: &[CRATE], literals: true };

const NOUN: &str = "acr";
const EXAMPLE: &str = "#[acr(\"urn:acr:mfa\")]";

#[derive(Default)]
struct Acr {
    value: String,
    reason: String,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let (runtime, acr) = read(item, &mut sink);
    if let Some(acr) = acr.filter(|_| sink.is_empty()) {
        return implement(item, &runtime, &acr);
    }
    let stub = implement(&item::for_stub(item), &runtime, &Acr::default());
    let errors = sink.finish();
    mixed!(#errors #stub)
}

fn read(item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<Acr>) {
    item::need_unit_struct(item, NOUN, sink);
    item::refuse_parameters(item, NOUN, sink);
    let reason = doc::reason(NOUN, &item.ident, &item.attrs, sink).unwrap_or_default();
    let Some(words) = Words::read(&item.attrs, &WORDS, sink) else {
        let what = format!("the acr `{}` has no value", item.ident);
        sink.push(&item.ident, "ZT0311", what, WHY_NAMELESS, EXAMPLE);
        return (Runtime::default(), None);
    };
    let runtime = words.runtime(sink);
    let acr = value(&words, &item.ident.to_string(), sink).map(|value| Acr { value, reason });
    (runtime, acr)
}

const WHY_NAMELESS: &str =
    "tokens carry values: without one, no login could ever be told from another";

fn value(words: &Words, name: &str, sink: &mut Sink) -> Option<String> {
    let mut literals = words.literals.iter();
    let Some(first) = literals.next() else {
        if !words.broken {
            sink.push(
                words.at,
                "ZT0312",
                format!("the acr `{name}` has no value"),
                WHY_NAMELESS,
                EXAMPLE,
            );
        }
        return None;
    };
    if let Some(second) = literals.next() {
        sink.push(
            second,
            "ZT0312",
            format!("the acr `{name}` has two values"),
            "a rule that asks for one of them would be met by the other one, and one is always the weaker",
            format!("drop `{second}`, or declare a second acr"),
        );
    }
    checked(first, sink)
}

/// ZT0313: the value as tokens carry it, and as a challenge lists it.
fn checked(literal: &Literal, sink: &mut Sink) -> Option<String> {
    let why = "a challenge lists values with spaces between them, in quotes (RFC 9470 §3)";
    let Some(text) = string_of(literal) else {
        sink.push(literal, "ZT0313", "the value of an acr is text in quotes", why, EXAMPLE);
        return None;
    };
    let text = text.value();
    match acr_value::parse(&text) {
        Ok(_) => Some(text),
        Err(fault) => {
            sink.push(literal, "ZT0313", fault.to_string(), why, fault.help());
            None
        }
    }
}

fn implement(item: &DeriveInput, runtime: &Runtime, acr: &Acr) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let Acr { value, reason } = acr;
    let (acr, info) = (runtime.public("Acr"), runtime.private("AcrInfo"));
    mixed! {
        impl #generics #acr for #self_type #clause {
            const INFO: #info = #info { name: #value, reason: #reason };
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::derive::testing::says;

    #[test]
    fn s10_an_acr_is_its_value_and_reason() {
        let tokens = super::expand(quote! {
            /// A password and a code.
            #[acr("urn:acr:mfa")]
            pub struct Mfa;
        });
        let text = tokens.to_string();
        assert!(!text.contains("compile_error"), "{text}");
        assert!(text.contains("name : \"urn:acr:mfa\""), "{text}");
        assert!(text.contains("\"A password and a code.\""), "{text}");
    }

    #[test]
    fn each_mistake_of_an_acr_is_one_error() {
        for (item, code) in [
            (
                quote!(
                    #[doc = "x"]
                    struct A;
                ),
                "ZT0311",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr(crate = "zt")]
                    struct A;
                ),
                "ZT0312",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr("a", "b")]
                    struct A;
                ),
                "ZT0312",
            ),
            (
                quote!(
                    #[acr("a")]
                    struct A;
                ),
                "ZT0113",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr("a")]
                    struct A(u8);
                ),
                "ZT0316",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr("a")]
                    enum A {}
                ),
                "ZT0316",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr("a")]
                    struct A<T>;
                ),
                "ZT0317",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr("a", reads)]
                    struct A;
                ),
                "ZT0112",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr]
                    struct A;
                ),
                "ZT0127",
            ),
            (
                quote!(
                    #[doc = "x"]
                    #[acr = "a"]
                    struct A;
                ),
                "ZT0127",
            ),
        ] {
            says(super::expand, item, code);
        }
    }

    #[test]
    fn zt0313_a_value_that_no_challenge_can_list() {
        let long = "a".repeat(256);
        for value in ["", "a b", "a\"b", "a\\b", "é", "a\n", &long] {
            says(
                super::expand,
                quote!(
                    #[doc = "x"]
                    #[acr(#value)]
                    struct A;
                ),
                "ZT0313",
            );
        }
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[acr(2)]
                struct A;
            ),
            "ZT0313",
        );
    }
}
