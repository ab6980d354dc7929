//! What is said over a socket.

use quote::quote;
use zt_core::contract::Method;

use super::{codes, rule};
use crate::expand;

fn message(rules: proc_macro2::TokenStream) -> Vec<String> {
    rule(Method::Message, rules)
}

#[test]
fn a_message_has_a_name_a_socket_and_a_rule() {
    for rules in [
        quote!("orders.cancel", on = talk, scopes(A)),
        quote!("x", on = crate::orders::talk, scopes(any(A, B)), reads),
        quote!("x", on = talk, authenticated(why = "each has a basket")),
        quote!(
            "x",
            on = talk,
            scopes(A),
            proof(max_age = "10m", bound),
            rate("1/s", by = client),
            limits(body = "1KiB", time = "2s"),
            crate = "my_zt"
        ),
    ] {
        assert_eq!(message(rules.clone()), [""; 0], "{rules}");
    }
}

#[test]
fn zt1011_a_message_without_a_socket() {
    assert_eq!(message(quote!("x", scopes(A))), ["ZT1011"]);
    assert_eq!(message(quote!("x", over = talk, scopes(A))), ["ZT0112"]);
    assert_eq!(message(quote!("x", on, scopes(A))), ["ZT0128"]);
    assert_eq!(message(quote!("x", on(talk), scopes(A))), ["ZT0128"]);
    assert_eq!(message(quote!("x", on = "talk", scopes(A))), ["ZT0128"]);
    assert_eq!(message(quote!("x", on = talk, on = other, scopes(A))), ["ZT0116"]);
}

#[test]
fn zt1012_a_name_that_is_none() {
    for name in ["", "a b", "/cancel", "a#b", "rpc.x", ".a"] {
        assert_eq!(message(quote!(#name, on = talk, scopes(A))), ["ZT1012"], "{name}");
    }
    assert_eq!(message(quote!(on = talk, scopes(A))), ["ZT1012"]);
    assert_eq!(message(quote!(on = talk, scopes(A), "x")), ["ZT1012"]);
    assert_eq!(message(quote!(7, on = talk, scopes(A))), ["ZT1012"]);
    assert_eq!(message(quote!()), ["ZT1012", "ZT0101", "ZT1011"]);
}

// no message is for everybody; what only requests have is no word of one.
#[test]
fn zt0112_a_message_has_no_word_that_its_socket_decides() {
    for word in [quote!(public(why = "prices are for everyone")), quote!(public(probe))] {
        assert_eq!(message(quote!("x", on = talk, #word)), ["ZT0112"], "{word}");
    }
    for word in [
        quote!(stream),
        quote!(socket),
        quote!(segment = Admin),
        quote!(open(x, why = "it is for all")),
    ] {
        assert_eq!(message(quote!("x", on = talk, scopes(A), #word)), ["ZT0112"], "{word}");
    }
}

#[test]
fn zt0101_a_message_without_a_rule() {
    assert_eq!(message(quote!("x", on = talk)), ["ZT0101"]);
}

#[test]
fn zt0112_a_request_has_no_socket_to_be_said_over() {
    assert_eq!(rule(Method::Post, quote!("/x", on = talk, scopes(A))), ["ZT0112"]);
}

#[test]
fn zt0220_a_message_is_no_request_too() {
    let item = quote!(
        /** One. */
        #[zt::post("/x", scopes(A))]
        async fn one() -> Answer<u8> {}
    );
    let rules = quote!("x", on = talk, scopes(A));
    assert_eq!(codes(expand::endpoint(Method::Message, rules, item)), ["ZT0220"]);
}
