use proc_macro2::TokenStream;
use quote::quote;

use crate::derive::testing::errors;

fn expand(item: TokenStream) -> TokenStream {
    super::expand(TokenStream::new(), item)
}

fn refused(item: TokenStream, code: &str) -> String {
    let errors = errors(expand(item.clone()));
    match errors.as_slice() {
        [(only, text)] if only == code => text.clone(),
        others => panic!("{item}\nexpected {code}, was told {others:#?}"),
    }
}

fn method(attributes: &TokenStream, method: &TokenStream) -> TokenStream {
    quote!(impl Orders { #attributes #method })
}

fn waived(waiver: &TokenStream) -> TokenStream {
    method(
        waiver,
        &quote!(
            pub fn count(&self) -> u64 {
                0
            }
        ),
    )
}

fn passes(item: TokenStream) -> String {
    let text = expand(item).to_string();
    assert!(!text.contains("compile_error"), "{text}");
    text
}

#[test]
fn each_method_that_others_can_call_is_asked() {
    let text = passes(quote! {
        impl Orders {
            pub fn open(path: &str) -> zt::Result<Self> { todo }
            pub fn small() -> Option<Orders> { todo }
            pub async fn pay(&self, by: &impl Proves<OrdersPay>, _: Loading<'_>) -> u64 { use a::b; 1 }
            pub(crate) fn count(&self) -> u64 { 2 }
            fn inner(&self) {}
            pub(self) fn own(&self) {}
        }
    });
    assert_eq!(text.matches("need_proof").count(), 2, "{text}");
    assert!(
        text.contains(":: Store for Orders { }") && text.contains(":: MarkedStore for Orders"),
        "{text}"
    );
    let nested = "Or (:: zt :: __private :: Probe (& by) . is_proof () , :: zt :: demands :: Or";
    assert!(text.contains("by : & dyn Proves < OrdersPay >"), "{text}");
    assert!(text.contains(nested), "{text}");
    assert!(text.contains("argument_2 : Loading < '_ >"), "{text}");
    assert!(text.contains("{ use a :: b ; 1 } }"), "{text}");
}

#[test]
fn what_gives_the_store_and_more_is_no_constructor() {
    let text = passes(quote! {
        impl<T: Sync> Orders<T> where T: Send {
            pub fn open() -> (Self, Pool) { todo }
            pub fn pool() -> Vec<Self> { todo }
            pub fn copy(&self) -> Self { todo }
            pub fn of(a: A) -> Orders<T> { todo }
        }
    });
    assert_eq!(text.matches("need_proof").count(), 3, "{text}");
    assert!(
        text.contains("impl < T : Sync > :: zt :: Store for Orders < T > where T : Send"),
        "{text}"
    );
}

#[test]
fn half_typed_bodies_lose_no_method() {
    let text =
        passes(quote!(impl Orders { pub fn a(&self, by: By) { self. } pub fn b(&self) { let } }));
    assert!(text.contains("self .") && text.contains("pub fn b"), "{text}");
}

#[test]
fn patterns_and_unused_names_are_asked_too() {
    let text = passes(
        quote!(impl Orders { pub fn a(&self, _by: By, (x, y): Pair, mut z: Z) { #![allow(a)] x } }),
    );
    assert!(text.contains("by : By , argument_2 : Pair , mut z : Z"), "{text}");
    assert!(text.contains("let _by = by ; let (x , y) = argument_2 ;"), "{text}");
    assert!(text.contains("{ # ! [allow (a)] { use"), "{text}");
    let text = passes(quote!(impl Orders { pub const fn a(&self, by: By) {} }));
    assert!(text.contains("let _ = || {"), "{text}");
}

#[test]
fn a_waiver_with_a_reason_is_stripped() {
    let waiver = quote!(#[unproved(why = "the shop window shows this number", owner = "shop", until = "2030-01-01")]);
    let text = passes(waived(&waiver));
    assert!(!text.contains("unproved") && !text.contains("need_proof"), "{text}");
}

#[test]
fn zt0511_a_store_is_an_impl() {
    assert!(
        refused(
            quote!(
                pub struct Orders {
                    pool: Pool,
                }
            ),
            "ZT0511"
        )
        .contains("impl Orders")
    );
    refused(
        quote!(
            fn find() {}
        ),
        "ZT0511",
    );
    refused(quote!(impl Find for Orders { fn find(&self) {} }), "ZT0511");
    assert!(
        expand(quote!(
            struct Orders;
        ))
        .to_string()
        .contains("Store for Orders")
    );
}

#[test]
fn zt0107_a_waiver_without_reason() {
    refused(waived(&quote!(#[unproved])), "ZT0107");
    refused(waived(&quote!(#[unproved()])), "ZT0107");
}

#[test]
fn zt0108_a_waiver_with_a_weak_reason() {
    refused(waived(&quote!(#[unproved(why = "todo")])), "ZT0108");
}

#[test]
fn zt0111_a_waiver_with_unknown_words() {
    refused(
        waived(&quote!(#[unproved(why = "the shop window shows this number", ticket = "7")])),
        "ZT0111",
    );
}

#[test]
fn zt0512_a_waiver_twice() {
    let waiver = quote!(#[unproved(why = "the shop window shows this number")]);
    refused(waived(&quote!(#waiver #waiver)), "ZT0512");
}

#[test]
fn zt0513_a_waiver_that_waives_nothing() {
    let waiver = quote!(#[unproved(why = "the shop window shows this number")]);
    refused(
        method(
            &waiver,
            &quote!(
                fn count(&self) -> u64 {
                    0
                }
            ),
        ),
        "ZT0513",
    );
    refused(
        method(
            &waiver,
            &quote!(
                pub async fn open() -> zt::Result<Self> {
                    todo
                }
            ),
        ),
        "ZT0513",
    );
}

#[test]
fn zt0514_a_public_constant() {
    refused(quote!(impl Orders { pub const FIND: fn(&Self) = Self::find; }), "ZT0514");
    passes(quote!(impl Orders { const PAGE: usize = 20; }));
}

#[test]
fn zt0515_a_macro_hides_methods() {
    refused(quote!(impl Orders { methods!(a, b); }), "ZT0515");
}

#[test]
fn zt0112_unknown_words() {
    let tokens = super::expand(quote!(unproved), quote!(impl Orders {}));
    assert_eq!(errors(tokens).first().unwrap().0, "ZT0112");
    let renamed = super::expand(quote!(crate = "web"), quote!(impl Orders {})).to_string();
    assert!(renamed.contains("impl web :: Store for Orders"), "{renamed}");
}

#[test]
fn every_mistake_is_told_at_once_and_asks_nothing() {
    let tokens = expand(quote! {
        impl Orders {
            #[unproved]
            pub fn a(&self) {}
            pub const B: u8 = 1;
            pub fn c(&self) {}
        }
    });
    assert!(!tokens.to_string().contains("need_proof"), "{tokens}");
    let codes: Vec<_> = errors(tokens).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["ZT0107", "ZT0514"]);
}

fn said(words: TokenStream) -> Vec<(String, String)> {
    let item = quote!(
        impl Orders {
            pub fn open() -> Self {
                Self
            }
        }
    );
    errors(super::expand(words, item))
}

fn code(words: TokenStream) -> String {
    match said(words.clone()).as_slice() {
        [(only, _)] => only.clone(),
        others => panic!("{words}: {others:#?}"),
    }
}

#[test]
fn o6_a_store_says_whose_it_is() {
    let text = |words: TokenStream| {
        let item = quote!(impl Orders {});
        super::expand(words, item).to_string()
    };
    assert!(!text(quote!()).contains("SEGMENTS"));
    let one = text(quote!(segment = parts::Admin));
    assert!(one.contains("& [< parts :: Admin as :: zt :: Segment > :: INFO]"), "{one}");
    assert!(!one.contains("SHARED"), "{one}");
    let several = text(quote!(shared(Main, Admin, why = "both read the catalogue")));
    assert!(several.contains("< Main as :: zt :: Segment > :: INFO , < Admin as"), "{several}");
    assert!(several.contains("SHARED") && several.contains("both read the catalogue"), "{several}");
}

#[test]
fn zt0943_a_store_that_is_shared_with_nobody() {
    assert_eq!(code(quote!(shared(Admin, why = "both read the catalogue"))), "ZT0943");
    assert_eq!(code(quote!(shared(why = "both read the catalogue"))), "ZT0943");
}

#[test]
fn zt0944_a_store_of_one_segment_that_is_shared() {
    let both = quote!(segment = Admin, shared(Main, Admin, why = "both read the catalogue"));
    assert_eq!(code(both), "ZT0944");
}

#[test]
fn each_mistake_of_shared_is_one_error() {
    assert_eq!(code(quote!(shared(Main, Admin))), "ZT0107");
    assert_eq!(code(quote!(shared(Main, Admin, why = "todo"))), "ZT0108");
    assert_eq!(code(quote!(shared(Main, Main, why = "both read the catalogue"))), "ZT0104");
    assert_eq!(code(quote!(shared(Main, "admin", why = "both read the catalogue"))), "ZT0942");
    assert_eq!(code(quote!(shared(Main, a + b, why = "both read the catalogue"))), "ZT0942");
    assert_eq!(code(quote!(shared)), "ZT0128");
    assert_eq!(code(quote!(segment = "admin")), "ZT0942");
    assert_eq!(
        code(quote!(shared(Main, Admin, why = "both read the catalogue", who = "me"))),
        "ZT0111"
    );
}
