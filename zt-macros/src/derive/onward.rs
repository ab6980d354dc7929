//! `derive(Onward)`: a unit struct, `#[onward("payments")]`, and a doc comment.

use proc_macro2::{Literal, TokenStream};
use syn::DeriveInput;
use zt_core::grammar::{Fault as _, service_name};

use super::item;
use super::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::parse::arguments::string_of;
use crate::paths::Runtime;
use crate::rules::doc;

static WORDS: Vocabulary = Vocabulary { attribute: "onward", words: &[CRATE], literals: true };

const NOUN: &str = "service";
const EXAMPLE: &str = "#[onward(\"payments\")]";

#[derive(Default)]
struct NextService {
    name: String,
    reason: String,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let (runtime, service) = read(item, &mut sink);
    if let Some(service) = service.filter(|_| sink.is_empty()) {
        return implement(item, &runtime, &service);
    }
    let stub = implement(&item::for_stub(item), &runtime, &NextService::default());
    let errors = sink.finish();
    mixed!(#errors #stub)
}

fn read(item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<NextService>) {
    item::need_unit_struct(item, NOUN, sink);
    item::refuse_parameters(item, NOUN, sink);
    let reason = doc::reason(NOUN, &item.ident, &item.attrs, sink).unwrap_or_default();
    let Some(words) = Words::read(&item.attrs, &WORDS, sink) else {
        let what = format!("the service `{}` has no name", item.ident);
        sink.push(&item.ident, "ZT0311", what, WHY_NAMELESS, EXAMPLE);
        return (Runtime::default(), None);
    };
    let runtime = words.runtime(sink);
    let name = name(&words, &item.ident.to_string(), sink);
    (runtime, name.map(|name| NextService { name, reason }))
}

const WHY_NAMELESS: &str =
    "the configuration says under this name where the service is, and what callers may do there";

fn name(words: &Words, name: &str, sink: &mut Sink) -> Option<String> {
    let mut literals = words.literals.iter();
    let Some(first) = literals.next() else {
        if !words.broken {
            sink.push(
                words.at,
                "ZT0312",
                format!("the service `{name}` has no name"),
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
            format!("the service `{name}` has two names"),
            "each would stand for other settings, and nobody could tell which of them hold",
            format!("drop `{second}`, or declare a second service"),
        );
    }
    checked(first, sink)
}

/// ZT0313: the name as the configuration has it, in a table's name and in those of variables.
fn checked(literal: &Literal, sink: &mut Sink) -> Option<String> {
    let why =
        "it is a part of the names of settings, `[onward.payments]` and `ZT_ONWARD_PAYMENTS_URL`";
    let Some(text) = string_of(literal) else {
        sink.push(literal, "ZT0313", "the name of a service is text in quotes", why, EXAMPLE);
        return None;
    };
    let text = text.value();
    match service_name::parse(&text) {
        Ok(_) => Some(text),
        Err(fault) => {
            sink.push(literal, "ZT0313", fault.to_string(), why, fault.help());
            None
        }
    }
}

fn implement(item: &DeriveInput, runtime: &Runtime, service: &NextService) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let NextService { name, reason } = service;
    let (next, info) = (runtime.public("NextService"), runtime.private("NextServiceInfo"));
    mixed! {
        impl #generics #next for #self_type #clause {
            const INFO: #info = #info { name: #name, reason: #reason };
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::derive::testing::says;

    #[test]
    fn a11_a_service_is_its_name_and_reason() {
        let tokens = super::expand(quote! {
            /// Payments keeps the money.
            #[onward("payments")]
            pub struct Payments;
        });
        let text = tokens.to_string();
        assert!(!text.contains("compile_error"), "{text}");
        assert!(text.contains("name : \"payments\""), "{text}");
        assert!(text.contains("\"Payments keeps the money.\""), "{text}");
    }

    #[test]
    fn each_mistake_of_a_service_is_one_error() {
        for (attributes, body, code) in [
            (quote!(#[doc = "x"]), quote!(;), "ZT0311"),
            (quote!(#[doc = "x"] #[onward(crate = "zt")]), quote!(;), "ZT0312"),
            (quote!(#[doc = "x"] #[onward("a", "b")]), quote!(;), "ZT0312"),
            (quote!(#[onward("a")]), quote!(;), "ZT0113"),
            (quote!(#[doc = "x"] #[onward("a")]), quote!((u8);), "ZT0316"),
            (quote!(#[doc = "x"] #[onward("a")]), quote!(<T>;), "ZT0317"),
            (quote!(#[doc = "x"] #[onward("a", reads)]), quote!(;), "ZT0112"),
            (quote!(#[doc = "x"] #[onward]), quote!(;), "ZT0127"),
            (quote!(#[doc = "x"] #[onward = "a"]), quote!(;), "ZT0127"),
        ] {
            says(super::expand, quote!(#attributes struct A #body), code);
        }
    }

    #[test]
    fn zt0313_a_name_with_two_readings() {
        let long = "a".repeat(65);
        for name in ["", "Payments", "pay_ments", "a.b", "a b", "3a", "\u{e9}", &long] {
            let item = quote!(
                #[doc = "x"]
                #[onward(#name)]
                struct A;
            );
            says(super::expand, item, "ZT0313");
        }
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[onward(2)]
                struct A;
            ),
            "ZT0313",
        );
    }
}
