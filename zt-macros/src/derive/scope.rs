//! `derive(Scope)`: a unit struct, `#[scope("orders:read", reads)]`, and a doc comment.

use proc_macro2::TokenStream;
use syn::DeriveInput;
use zt_core::grammar::{Fault as _, ScopeNameFault, scope_name};

use super::effect::{Effect, READS, WRITES};
use super::item;
use super::literal::{Misspelling, Spelling};
use super::sensitivity::{ADMIN, SENSITIVE, Sensitivity};
use super::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::paths::Runtime;
use crate::rules::doc;

static WORDS: Vocabulary = Vocabulary {
    attribute: "scope",
    words: &[READS, WRITES, SENSITIVE, ADMIN, CRATE],
    literals: true,
};

const SPELLING: Spelling = Spelling {
    noun: "scope",
    part: "name",
    why_one: "tokens carry names: a scope without one can't be told from another",
    why_not_two: "a token that holds one of them would be taken for a token that holds the other",
    why_strict: "one authority would read the name otherwise than the other (RFC 6749 §3.3)",
    check,
};

struct Scope {
    wire: String,
    effect: Effect,
    sensitivity: Sensitivity,
    reason: String,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let (runtime, scope) = read(item, &mut sink);
    if let Some(scope) = scope.filter(|_| sink.is_empty()) {
        return implement(item, &runtime, &scope);
    }
    // It writes, so that no endpoint complains a second time.
    let (effect, sensitivity) = (Effect::Writes, Sensitivity::Ordinary);
    let stub = Scope { wire: String::new(), effect, sensitivity, reason: String::new() };
    let (errors, stub) = (sink.finish(), implement(&item::for_stub(item), &runtime, &stub));
    mixed!(#errors #stub)
}

fn read(item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<Scope>) {
    let name = item.ident.to_string();
    item::need_unit_struct(item, "scope", sink);
    item::refuse_parameters(item, "scope", sink);
    let reason = doc::reason("scope", &item.ident, &item.attrs, sink).unwrap_or_default();
    let Some(words) = Words::read(&item.attrs, &WORDS, sink) else {
        without_attribute(item, sink);
        return (Runtime::default(), None);
    };
    let runtime = words.runtime(sink);
    let wire = SPELLING.read(&words, &name, &example(&words, &name), sink);
    let effect = Effect::read(&words, "scope", &name, sink);
    let sensitivity = Sensitivity::read(&words, &name, effect, sink);
    let scope = wire.zip(effect).map(|(wire, effect)| Scope { wire, effect, sensitivity, reason });
    (runtime, scope)
}

fn without_attribute(item: &DeriveInput, sink: &mut Sink) {
    let what = format!("the scope `{}` has neither a name nor an effect", item.ident);
    let why = "tokens carry names: a scope without one is never granted, or granted by accident";
    let wire = suggested(&item.ident.to_string());
    let effect = if wire.ends_with("read") { "reads" } else { "writes" };
    let help = format!("#[scope(\"{wire}\", {effect})]");
    sink.push(&item.ident, "ZT0311", what, why, help);
}

/// The attribute with a name that suits the type.
fn example(words: &Words, name: &str) -> String {
    let effect = if words.find(WRITES.name).is_some() { "writes" } else { "reads" };
    format!("#[scope(\"{}\", {effect})]", suggested(name))
}

/// The name as tokens carry it (RFC 6749 §3.3).
fn check(text: &str) -> Result<(), Misspelling> {
    scope_name::parse(text).map(drop).map_err(|fault| Misspelling {
        what: fault.to_string(),
        why: matches!(fault, ScopeNameFault::Wildcard)
            .then_some("a wildcard grants what nobody has thought of yet"),
        help: fault.help(),
    })
}

/// `OrdersRead` → `orders:read`.
fn suggested(name: &str) -> String {
    let mut wire = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !wire.is_empty() {
            wire.push(':');
        }
        wire.extend(letter.to_lowercase());
    }
    wire
}

fn implement(item: &DeriveInput, runtime: &Runtime, scope: &Scope) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let Scope { wire, reason, effect, sensitivity } = scope;
    let (effect, sensitivity) = (effect.expand(runtime), sensitivity.expand(runtime));
    let (scope, info) = (runtime.public("Scope"), runtime.private("ScopeInfo"));
    mixed! {
        impl #generics #scope for #self_type #clause {
            const INFO: #info = #info {
                name: #wire,
                effect: #effect,
                sensitivity: #sensitivity,
                reason: #reason,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::derive::testing::{said, says};

    #[test]
    fn a_scope_is_its_name_effect_and_reason() {
        let tokens = super::expand(quote! {
            /// Look orders
            /// up.
            #[scope("orders:read", reads)]
            pub struct OrdersRead;
        });
        let text = tokens.to_string();
        assert!(!text.contains("compile_error"), "{text}");
        assert!(text.contains("name : \"orders:read\""), "{text}");
        assert!(text.contains("Effect :: Reads") && text.contains("\"Look orders up.\""), "{text}");
    }

    #[test]
    fn zt0311_a_scope_without_attribute() {
        let text = says(
            super::expand,
            quote!(
                #[doc = "x"]
                pub struct OrdersCancel;
            ),
            "ZT0311",
        );
        assert!(text.contains("#[scope(\"orders:cancel\", writes)]"), "{text}");
    }

    #[test]
    fn zt0312_a_scope_without_name() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope(reads)]
                struct A;
            ),
            "ZT0312",
        );
    }

    /// B-05
    #[test]
    fn zt0313_a_bad_name() {
        for name in ["", "*", "orders:*", "a b", ":a", "a.", "é"] {
            says(
                super::expand,
                quote!(
                    #[doc = "x"]
                    #[scope(#name, reads)]
                    struct A;
                ),
                "ZT0313",
            );
        }
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope(7, reads)]
                struct A;
            ),
            "ZT0313",
        );
    }

    #[test]
    fn zt0314_neither_or_both_effects() {
        let both = quote!(
            #[doc = "x"]
            #[scope("a", reads, writes)]
            struct A;
        );
        says(super::expand, both, "ZT0314");
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope("a")]
                struct A;
            ),
            "ZT0314",
        );
    }

    #[test]
    fn zt0318_sensitive_where_it_says_nothing() {
        for words in [quote!(reads, sensitive, admin), quote!(writes, sensitive)] {
            says(
                super::expand,
                quote!(
                    #[doc = "x"]
                    #[scope("a", #words)]
                    struct A;
                ),
                "ZT0318",
            );
        }
        for (words, said) in [
            (quote!(reads, sensitive), "Sensitive"),
            (quote!(reads, admin), "Admin"),
            (quote!(writes), "Ordinary"),
        ] {
            let text = super::expand(quote!(
                #[doc = "x"]
                #[scope("a", #words)]
                struct A;
            ))
            .to_string();
            assert!(text.contains(&format!("Sensitivity :: {said}")), "{text}");
        }
    }

    #[test]
    fn zt0113_a_scope_without_reason() {
        says(
            super::expand,
            quote!(
                #[scope("a", reads)]
                struct A;
            ),
            "ZT0113",
        );
        says(
            super::expand,
            quote!(
                #[doc = "  "]
                #[scope("a", reads)]
                struct A;
            ),
            "ZT0113",
        );
    }

    #[test]
    fn zt0316_a_scope_with_data() {
        for body in [quote!((u8);), quote!({ a: u8 }), quote!({})] {
            let item = quote!(#[doc = "x"] #[scope("a", reads)] struct A #body);
            says(super::expand, item, "ZT0316");
        }
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope("a", reads)]
                enum A {}
            ),
            "ZT0316",
        );
    }

    #[test]
    fn zt0317_a_scope_with_parameters() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope("a", reads)]
                struct A<T>;
            ),
            "ZT0317",
        );
    }

    #[test]
    fn zt0112_an_unknown_word_is_one_error() {
        let text = says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope("a", raeds)]
                struct A;
            ),
            "ZT0112",
        );
        assert!(text.contains("did you mean `reads`?"), "{text}");
    }

    #[test]
    fn zt0312_a_scope_with_two_names() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[scope("a", "b", reads)]
                struct A;
            ),
            "ZT0312",
        );
    }

    #[test]
    fn what_cannot_be_read_is_one_error() {
        let unreadable = [
            (quote!(#[scope]), "ZT0127"),
            (quote!(#[scope = "a"]), "ZT0127"),
            (quote!(#[scope("a" reads)]), "ZT0112"),
            (quote!(#[scope("a", reads, reads)]), "ZT0116"),
            (quote!(#[scope("a", reads = 1)]), "ZT0128"),
        ];
        for (attribute, code) in unreadable {
            says(super::expand, quote!(#[doc = "x"] #attribute struct A;), code);
        }
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let said = said(
            super::expand,
            quote!(
                #[scope("*", x)]
                struct A<T>(T);
            ),
        );
        let codes = ["ZT0316", "ZT0317", "ZT0113", "ZT0112", "ZT0313", "ZT0314"];
        assert_eq!(said.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), codes);
    }
}
