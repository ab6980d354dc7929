//! `derive(Acr)`, `derive(Issuer)`, `derive(Device)`, `derive(Network)`, `derive(Segment)`: a unit struct, one literal, and a doc comment.

use proc_macro2::TokenStream;
use syn::DeriveInput;
use zt_core::grammar::Fault;

use super::item;
use super::literal::{Misspelling, Spelling};
use super::vocabulary::{Vocabulary, Words};
use crate::diag::Sink;
use crate::paths::Runtime;
use crate::rules::doc;

/// A vocabulary whose words are a literal and a reason, and nothing else.
pub(crate) struct Word {
    pub(crate) words: Vocabulary,
    pub(crate) spelling: Spelling,
    /// The whole attribute, to paste.
    pub(crate) example: &'static str,
    /// The trait, and the type of its constant.
    pub(crate) names: (&'static str, &'static str),
}

#[derive(Default)]
struct Declared {
    name: String,
    reason: String,
}

impl Word {
    pub(crate) fn expand(&'static self, input: TokenStream) -> TokenStream {
        match item::parse(input) {
            Ok(item) => self.told(&item, Sink::new()),
            Err(error) => error,
        }
    }

    fn told(&'static self, item: &DeriveInput, mut sink: Sink) -> TokenStream {
        let (runtime, declared) = self.read(item, &mut sink);
        if let Some(declared) = declared.filter(|_| sink.is_empty()) {
            return self.implement(item, &runtime, &declared);
        }
        let stub = self.implement(&item::for_stub(item), &runtime, &Declared::default());
        let errors = sink.finish();
        mixed!(#errors #stub)
    }

    fn read(&'static self, item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<Declared>) {
        let Spelling { noun, part, why_one, .. } = self.spelling;
        item::need_unit_struct(item, noun, sink);
        item::refuse_parameters(item, noun, sink);
        let reason = doc::reason(noun, &item.ident, &item.attrs, sink).unwrap_or_default();
        let Some(words) = Words::read(&item.attrs, &self.words, sink) else {
            let what = format!("the {noun} `{}` has no {part}", item.ident);
            sink.push(&item.ident, "ZT0311", what, why_one, self.example);
            return (Runtime::default(), None);
        };
        let runtime = words.runtime(sink);
        let name = self.spelling.read(&words, &item.ident.to_string(), self.example, sink);
        (runtime, name.map(|name| Declared { name, reason }))
    }

    fn implement(&self, item: &DeriveInput, runtime: &Runtime, declared: &Declared) -> TokenStream {
        let (generics, _, clause) = item.generics.split_for_impl();
        let self_type = item::self_type(item);
        let Declared { name, reason } = declared;
        let (word, info) = (runtime.public(self.names.0), runtime.private(self.names.1));
        mixed! {
            impl #generics #word for #self_type #clause {
                const INFO: #info = #info::new(#name, #reason);
            }
        }
    }
}

/// A fault of the grammar, with a text that has none.
pub(crate) fn misspelt(fault: &impl Fault, example: &str) -> Misspelling {
    let help = format!("{}, like \"{example}\"", fault.help());
    Misspelling { what: fault.to_string(), why: None, help }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, TokenStream};
    use quote::{format_ident, quote};

    use crate::derive::testing::says;
    use crate::derive::{acr, device, issuer, network, segment};

    type Derive = fn(TokenStream) -> TokenStream;

    const ALL: [(&str, &str, Derive); 5] = [
        ("acr", "Acr", acr::expand),
        ("issuer", "Issuer", issuer::expand),
        ("device", "Device", device::expand),
        ("network", "Network", network::expand),
        ("segment", "Segment", segment::expand),
    ];

    fn each(check: impl Fn(Ident, Derive)) {
        for (attribute, _, expand) in ALL {
            check(format_ident!("{attribute}"), expand);
        }
    }

    // S-10, T-04, T-22, G-05.
    #[test]
    fn t22_a_word_is_its_name_and_reason() {
        for (attribute, vocabulary, expand) in ALL {
            let attribute = format_ident!("{attribute}");
            let tokens = expand(quote! {
                /// What it stands for.
                #[#attribute("a-1")]
                pub struct Word;
            });
            let text = tokens.to_string();
            assert!(!text.contains("compile_error"), "{text}");
            assert!(text.contains("(\"a-1\" , \"What it stands for.\")"), "{text}");
            assert!(text.contains(&format!(":: {vocabulary} for Word")), "{text}");
            assert!(text.contains(&format!("{vocabulary}Info :: new")), "{text}");
        }
    }

    #[test]
    fn each_mistake_of_a_word_is_one_error() {
        each(|word, expand| {
            for (item, code) in [
                (
                    quote!(
                        #[doc = "x"]
                        struct A;
                    ),
                    "ZT0311",
                ),
                (quote!(#[doc = "x"] #[#word(crate = "zt")] struct A;), "ZT0312"),
                (quote!(#[doc = "x"] #[#word("a", "b")] struct A;), "ZT0312"),
                (quote!(#[#word("a")] struct A;), "ZT0113"),
                (quote!(#[doc = "x"] #[#word("a")] struct A(u8);), "ZT0316"),
                (quote!(#[doc = "x"] #[#word("a")] enum A {}), "ZT0316"),
                (quote!(#[doc = "x"] #[#word("a")] struct A<T>;), "ZT0317"),
                (quote!(#[doc = "x"] #[#word("a", reads)] struct A;), "ZT0112"),
                (quote!(#[doc = "x"] #[#word] struct A;), "ZT0127"),
                (quote!(#[doc = "x"] #[#word = "a"] struct A;), "ZT0127"),
            ] {
                says(expand, item, code);
            }
        });
    }

    #[test]
    fn zt0313_a_value_that_no_list_can_hold() {
        each(|word, expand| {
            let long = "a".repeat(256);
            for text in ["", "a b", "a\"b", "a\\b", "é", "a\n", &long] {
                says(expand, quote!(#[doc = "x"] #[#word(#text)] struct A;), "ZT0313");
            }
            says(expand, quote!(#[doc = "x"] #[#word(2)] struct A;), "ZT0313");
        });
    }

    #[test]
    fn zt0313_o6_a_segment_that_no_configuration_can_have() {
        for text in ["Admin", "main", "1a", "a_b", &"a".repeat(65)] {
            let said = says(
                segment::expand,
                quote!(
                    #[doc = "x"]
                    #[segment(#text)]
                    struct A;
                ),
                "ZT0313",
            );
            assert!(said.ends_with("like \"admin\""), "{said}");
        }
    }

    #[test]
    fn zt0313_g05_a_network_that_no_configuration_can_have() {
        for text in ["Office", "1a", "a_b", "10.0.0.0/8", &"a".repeat(65)] {
            let said = says(
                network::expand,
                quote!(
                    #[doc = "x"]
                    #[network(#text)]
                    struct A;
                ),
                "ZT0313",
            );
            assert!(said.ends_with("like \"office\""), "{said}");
        }
    }

    #[test]
    fn zt0313_t04_a_name_that_no_configuration_has() {
        for text in ["Corp", "1corp", "-corp", "corp_1", "https://id.example", &"a".repeat(65)] {
            let said = says(
                issuer::expand,
                quote!(
                    #[doc = "x"]
                    #[issuer(#text)]
                    struct A;
                ),
                "ZT0313",
            );
            assert!(said.ends_with("like \"corp\""), "{said}");
        }
    }
}
