use proc_macro2::TokenStream;
use quote::quote;

use crate::derive::testing::{said, says};

fn refused(item: TokenStream, code: &str) -> String {
    says(super::expand, item, code)
}

fn field(words: &TokenStream) -> TokenStream {
    quote!(
        struct CancelInput {
            #[input(#words)]
            reason: String,
        }
    )
}

fn passes(item: TokenStream) -> String {
    let text = super::expand(item).to_string();
    assert!(!text.contains("compile_error"), "{text}");
    text
}

#[test]
fn a_field_is_read_with_its_rules() {
    let text = passes(field(&quote!(length(min = 1, max = 500), rename = "why")));
    for part in [
        "(fields , \"why\" ,",
        "min_length : :: core :: option :: Option :: Some (1u32)",
        "max_length : :: core :: option :: Option :: Some (500u32)",
        "need_length :: < _ > (& field_0)",
        "reason : field_0 . settled () ?",
        ":: InputField for CancelInput",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn numbers_have_signs_and_fractions() {
    let text = passes(quote!(
        struct A {
            #[input(range(min = -5, max = 1.5))]
            a: f64,
        }
    ));
    assert!(text.contains("Whole (- 5)") || text.contains("Whole (-5)"), "{text}");
    assert!(text.contains("Real (1.5f64)") && text.contains("need_range"), "{text}");
    let text = passes(quote!(
        struct A {
            #[input(items(max = 3), length(max = 2))]
            a: Vec<String>,
        }
    ));
    assert!(text.contains("max_items") && text.contains("need_items"), "{text}");
}

#[test]
fn newtypes_and_enums_are_fields() {
    let text = passes(quote!(
        struct Title(#[input(length(max = 80))] String);
    ));
    assert!(text.contains("input_value :: < _ > (field") && !text.contains("Input for"), "{text}");
    let text = passes(quote!(
        enum Order {
            NewestFirst,
            #[input(rename = "old")]
            OldestFirst,
        }
    ));
    assert!(text.contains("(\"newest_first\" , Self :: NewestFirst)"), "{text}");
    assert!(text.contains("(\"old\" , Self :: OldestFirst)"), "{text}");
}

#[test]
fn zt0711_a_bound_that_is_no_number() {
    for words in [
        quote!(length(max = "five")),
        quote!(length(max = -1)),
        quote!(length(max = 1.5)),
        quote!(length(max = LONGEST)),
        quote!(length(max = 5000000000)),
        quote!(length(max = 5u8)),
        quote!(range(max = 1e999)),
        quote!(range(min = true)),
        quote!(items(max = -1)),
        quote!(items(max = )),
    ] {
        refused(field(&words), "ZT0711");
    }
}

#[test]
fn zt0712_a_range_that_nothing_fits() {
    refused(field(&quote!(length(min = 5, max = 4))), "ZT0712");
    refused(field(&quote!(range(min = 5, max = -4))), "ZT0712");
    refused(field(&quote!(range(min = 0.5, max = 0))), "ZT0712");
    passes(field(&quote!(length(min = 5, max = 5))));
}

#[test]
fn zt0112_unknown_words() {
    let text = refused(field(&quote!(lenght(max = 5))), "ZT0112");
    assert!(text.contains("did you mean `length(max = 5)`?"), "{text}");
    refused(field(&quote!(only(Pii))), "ZT0112");
    refused(field(&quote!(length(mix = 5))), "ZT0112");
    refused(field(&quote!(items(min = 5))), "ZT0112");
    refused(
        quote!(
            #[input(strict)]
            struct A {
                a: u64,
            }
        ),
        "ZT0112",
    );
    refused(
        quote!(
            struct A(#[input(rename = "x")] u64);
        ),
        "ZT0112",
    );
}

#[test]
fn words_that_say_nothing() {
    refused(field(&quote!(length())), "ZT0127");
    refused(field(&quote!(length = 5)), "ZT0128");
    refused(field(&quote!(length(max))), "ZT0128");
    refused(field(&quote!(length(max = 5), length(max = 6))), "ZT0116");
}

#[test]
fn zt0714_two_fields_under_one_name() {
    refused(
        quote!(
            struct A {
                a: u64,
                #[input(rename = "a")]
                b: u64,
            }
        ),
        "ZT0714",
    );
    refused(
        quote!(
            enum A {
                #[input(rename = "b")]
                A,
                B,
            }
        ),
        "ZT0714",
    );
}

#[test]
fn zt0715_shapes_that_cannot_come_in() {
    for item in [
        quote!(
            enum A {
                B(u64),
            }
        ),
        quote!(
            enum A {}
        ),
        quote!(
            struct A(u64, u64);
        ),
        quote!(
            struct A;
        ),
        quote!(union A { a: u64 }),
    ] {
        refused(item, "ZT0715");
    }
}

#[test]
fn zt0716_an_input_with_parameters() {
    refused(
        quote!(
            struct A<T> {
                a: T,
            }
        ),
        "ZT0716",
    );
    refused(
        quote!(
            struct A<'a> {
                a: &'a str,
            }
        ),
        "ZT0716",
    );
}

/// X19: serde would have been asked to refuse unknown fields; zt always does.
#[test]
fn zt0717_serde_does_nothing() {
    refused(
        quote!(
            #[serde(deny_unknown_fields)]
            struct A {
                a: u64,
            }
        ),
        "ZT0717",
    );
    refused(
        quote!(
            struct A {
                #[serde(default)]
                a: u64,
            }
        ),
        "ZT0717",
    );
}

#[test]
fn zt0718_a_bad_name() {
    refused(field(&quote!(rename = "")), "ZT0718");
}

#[test]
fn every_mistake_is_told_at_once() {
    let item = quote!(
        struct A<T> {
            #[input(length(max = x), rang(max = 1))]
            a: T,
            #[serde(skip)]
            b: T,
        }
    );
    let codes: Vec<_> = said(super::expand, item).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["ZT0716", "ZT0112", "ZT0711", "ZT0717"]);
}

#[test]
fn b14_zt0720_a_field_for_holders_of_a_scope() {
    let text = passes(field(&quote!(with(Pii), length(max = 5))));
    for part in [
        "const NEEDED_BY_FIELD_0 : & [& [:: zt :: __private :: ScopeInfo]] = & [& [< Pii as :: zt :: Scope > :: INFO]]",
        "input_field_with :: < _ > (fields",
        ", NEEDED_BY_FIELD_0)",
        "need_left_out :: < _ > (& field_0)",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!passes(field(&quote!(length(max = 5)))).contains("need_left_out"));
    refused(field(&quote!(with())), "ZT0103");
    refused(field(&quote!(with)), "ZT0128");
}

#[test]
fn zt0721_with_where_there_is_no_field() {
    for item in [
        quote!(
            #[input(with(Pii))]
            struct A {
                a: u64,
            }
        ),
        quote!(
            struct A(#[input(with(Pii))] u64);
        ),
        quote!(
            enum A {
                Open,
                #[input(with(Pii))]
                Gone,
            }
        ),
    ] {
        let text = refused(item, "ZT0721");
        assert!(text.contains("`#[input(with(..))]`"), "{text}");
    }
}
