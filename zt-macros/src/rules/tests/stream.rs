//! Answers that go on.

use quote::quote;
use zt_core::contract::Method;

use super::{get, rule, text};

#[test]
fn a_stream_says_so_in_one_word_or_with_its_time() {
    assert_eq!(get(quote!(scopes(A), stream)), [""; 0]);
    assert_eq!(get(quote!(scopes(A), stream(recheck = "5s"))), [""; 0]);
    assert_eq!(get(quote!(authenticated(why = "each has a basket"), stream)), [""; 0]);
    assert_eq!(get(quote!(scopes(A), stream())), ["ZT0127"]);
    assert_eq!(get(quote!(scopes(A), stream = "5s")), ["ZT0128"]);
    assert_eq!(get(quote!(scopes(A), stream("5s"))), ["ZT0112"]);
    assert_eq!(get(quote!(scopes(A), stream(every = "5s"))), ["ZT0112"]);
    assert_eq!(get(quote!(scopes(A), stream, stream)), ["ZT0116"]);
    assert_eq!(get(quote!(scopes(A), stream(recheck = "soon"))), ["ZT0123"]);
}

#[test]
fn a_socket_says_so_in_one_word_or_with_its_time() {
    assert_eq!(get(quote!(scopes(A), socket)), [""; 0]);
    assert_eq!(get(quote!(scopes(A), socket(recheck = "5s"))), [""; 0]);
    assert_eq!(get(quote!(scopes(A), socket())), ["ZT0127"]);
    assert_eq!(get(quote!(scopes(A), socket = "5s")), ["ZT0128"]);
    assert_eq!(get(quote!(scopes(A), socket(recheck = "61s"))), ["ZT1005"]);
    assert_eq!(rule(Method::Post, quote!("/", scopes(A), socket)), ["ZT1004"]);
    assert_eq!(get(quote!(public(why = "prices are for everyone"), socket)), ["ZT1003"]);
}

#[test]
fn zt1006_a_stream_that_is_a_socket() {
    assert_eq!(get(quote!(scopes(A), stream, socket)), ["ZT1006"]);
    assert_eq!(get(quote!(scopes(A), socket(recheck = "5s"), stream(recheck = "6s"))), ["ZT1006"]);
}

#[test]
fn zt1003_a_stream_for_everybody() {
    assert_eq!(get(quote!(public(why = "prices are for everyone"), stream)), ["ZT1003"]);
    assert_eq!(get(quote!(public(probe), stream)), ["ZT1003"]);
}

#[test]
fn zt1004_a_stream_on_another_method() {
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head] {
        assert_eq!(rule(method, quote!("/", scopes(A), stream)), ["ZT1004"], "{method:?}");
    }
    assert_eq!(rule(Method::Post, quote!("/", scopes(A), reads, stream)), ["ZT1004"]);
}

#[test]
fn zt1005_a_decision_that_holds_too_long_or_too_short() {
    for (recheck, nearest) in [("61s", "1m"), ("1h", "1m"), ("999ms", "1s")] {
        let said = text(quote!(scopes(A), stream(recheck = #recheck)));
        assert!(said.contains("[ZT1005]"), "{said}");
        assert!(said.contains(&format!("write `recheck = \"{nearest}\"`")), "{said}");
    }
    for recheck in ["1s", "1000ms", "60s", "1m"] {
        assert_eq!(get(quote!(scopes(A), stream(recheck = #recheck))), [""; 0], "{recheck}");
    }
}
