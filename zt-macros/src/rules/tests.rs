//! One test for each code: the mistake gives that error, and no other one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

use proc_macro2::TokenStream;
use quote::quote;
use zt_core::contract::Method;

use crate::expand;

mod access;
mod handler;
mod message;
mod outer;
mod stream;
mod words;

/// The texts of the errors in an expansion.
fn errors(tokens: TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(tokens).expect("an expansion parses");
    let errors = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
            Some(item.mac.parse_body::<syn::LitStr>().ok()?.value())
        }
        _ => None,
    });
    errors.collect()
}

fn codes(tokens: TokenStream) -> Vec<String> {
    let code = |text: &String| {
        let what = text.lines().next().unwrap();
        assert!(what.chars().count() <= 100, "too long: {what}");
        assert_eq!(text.lines().count(), 3, "{text}");
        what.rsplit_once('[').unwrap().1.trim_end_matches(']').to_owned()
    };
    errors(tokens).iter().map(code).collect()
}

/// The codes for a rule at an endpoint that is fine otherwise.
fn rule(method: Method, rules: TokenStream) -> Vec<String> {
    codes(expand::endpoint(
        method,
        rules,
        quote!(
            /** One. */
            async fn one() -> Answer<u8> {}
        ),
    ))
}

/// The codes for a rule of a GET at `/`.
fn get(rules: TokenStream) -> Vec<String> {
    rule(Method::Get, quote!("/", #rules))
}

/// The codes for a handler under a rule that is fine.
fn handler(path: &str, item: TokenStream) -> Vec<String> {
    codes(expand::endpoint(Method::Post, quote!(#path, scopes(A)), quote!(/** One. */ #item)))
}

/// The text of the one error for a rule of a GET at `/`.
fn text(rules: TokenStream) -> String {
    let item = quote!(
        /** One. */
        async fn one() -> Answer<u8> {}
    );
    let [only] =
        <[String; 1]>::try_from(errors(expand::endpoint(Method::Get, quote!("/", #rules), item)))
            .unwrap();
    only
}

#[test]
fn several_mistakes_are_told_at_once_and_each_once() {
    let item = quote!(
        fn one<T>(&self, mut x: T, (a, b): (u8, u8)) {}
    );
    let rules = quote!("/{order}/", scopes("a", *), rate("x"), rota("60/min"));
    let expected = [
        "ZT0217", "ZT0114", "ZT0112", "ZT0105", "ZT0106", "ZT0121", "ZT0113", "ZT0212", "ZT0213",
        "ZT0219", "ZT0218",
    ];
    assert_eq!(codes(expand::endpoint(Method::Get, rules, item)), expected);
}

#[test]
fn what_is_right_gives_no_error() {
    for rules in [
        quote!(scopes(A)),
        quote!(scopes(any(A, B), crate::scopes::C),),
        quote!(authenticated(
            why = "each customer has a basket",
            owner = "shop",
            until = "2027-06-30"
        )),
        quote!(public(why = "the price list is for everyone"), rate("1/s", by = ip)),
        quote!(public(probe)),
        quote!(
            scopes(A),
            proof(issuer = any(Corp, issuers::Partner), signed, device = Managed, bound)
        ),
        quote!(
            scopes(A),
            rate("60/min", by = tenant),
            proof(max_age = "10m", auth_age = "15m", acr = any(Mfa, logins::Passkey), bound),
            limits(time = "2s"),
            crate = "my_zt"
        ),
    ] {
        assert_eq!(get(rules.clone()), [""; 0], "{rules}");
    }
    assert_eq!(rule(Method::Post, quote!("/s", reads, scopes(A), limits(body = "64KiB"))), [""; 0]);
}
