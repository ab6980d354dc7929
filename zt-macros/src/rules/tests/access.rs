//! Who may call, and the exceptions.

use quote::quote;
use zt_core::contract::Method;

use super::{get, rule, text};

#[test]
fn zt0101_no_access_rule() {
    assert_eq!(get(quote!()), ["ZT0101"]);
    assert_eq!(get(quote!(rate("60/min"))), ["ZT0101"]);
    // A mistyped access rule is one mistake, not two.
    assert_eq!(get(quote!(scope(A))), ["ZT0112"]);
    assert_eq!(get(quote!(roles(Admin))), ["ZT0336"]);
}

#[test]
fn zt0102_two_access_rules() {
    assert_eq!(get(quote!(scopes(A), public(why = "the list is for everyone"))), ["ZT0102"]);
    assert_eq!(get(quote!(scopes(A), scopes(B))), ["ZT0102"]);
    assert!(text(quote!(scopes(A), scopes(B))).contains("`scopes(A, B)`"));
}

#[test]
fn zt0103_empty_list_of_scopes() {
    assert_eq!(get(quote!(scopes())), ["ZT0103"]);
    assert_eq!(get(quote!(scopes(any(), A))), ["ZT0103"]);
}

#[test]
fn zt0104_scope_named_twice() {
    assert_eq!(get(quote!(scopes(A, B, A))), ["ZT0104"]);
    assert_eq!(get(quote!(scopes(A, any(A, B)))), ["ZT0104"]);
}

#[test]
fn zt0105_scope_as_text() {
    assert_eq!(get(quote!(scopes("orders:read"))), ["ZT0105"]);
    let text = text(quote!(scopes("orders:read")));
    assert!(text.contains(": `OrdersRead`"), "{text}");
    assert_eq!(get(quote!(scopes(any("a", B)))), ["ZT0105"]);
}

#[test]
fn zt0106_no_scope_type() {
    for rules in [
        quote!(scopes(*)),
        quote!(scopes(orders::*)),
        quote!(scopes(A | B)),
        quote!(scopes(all(A, B))),
    ] {
        assert_eq!(get(rules.clone()), ["ZT0106"], "{rules}");
    }
    assert_eq!(get(quote!(scopes(any(A, any(B, C))))), ["ZT0106"]);
}

#[test]
fn zt0107_waiver_without_reason() {
    assert_eq!(get(quote!(public())), ["ZT0107"]);
    assert_eq!(get(quote!(authenticated(owner = "shop"))), ["ZT0107"]);
    assert_eq!(rule(Method::Get, quote!("/", open(), scopes(A))), ["ZT0117"]);
}

#[test]
fn zt0108_reason_that_says_nothing() {
    for reason in ["", "todo", "for now", "todo todo todo", "price list"] {
        assert_eq!(get(quote!(public(why = #reason))), ["ZT0108"], "{reason}");
    }
}

#[test]
fn zt0109_until_is_no_date() {
    for date in ["2027-02-30", "soon", "30.6.2027"] {
        assert_eq!(
            get(quote!(public(why = "the list is for everyone", until = #date))),
            ["ZT0109"],
            "{date}"
        );
    }
}

#[test]
fn zt0111_unknown_key_of_a_waiver() {
    assert_eq!(
        get(quote!(public(why = "the list is for everyone", untill = "2027-01-01"))),
        ["ZT0111"]
    );
    assert_eq!(get(quote!(public("the list is for everyone"))), ["ZT0111"]);
    assert!(
        text(quote!(public("the list is for all")))
            .contains("write `why = \"the list is for all\"`")
    );
    assert_eq!(get(quote!(public(reason = "the list is for everyone"))), ["ZT0111"]);
}

#[test]
fn zt0120_probe_that_does_more() {
    assert_eq!(rule(Method::Post, quote!("/health", public(probe))), ["ZT0120"]);
    assert_eq!(rule(Method::Get, quote!("/{part}", public(probe))), ["ZT0120", "ZT0223"]);
}

#[test]
fn zt0126_rule_about_a_credential_that_nobody_shows() {
    assert_eq!(
        get(quote!(public(why = "the list is for everyone"), proof(max_age = "10m"))),
        ["ZT0126"]
    );
    for proof in [
        quote!(max_age = "10m"),
        quote!(auth_age = "15m"),
        quote!(acr = Mfa),
        quote!(bound),
        quote!(issuer = Corp),
        quote!(signed),
        quote!(device = Managed),
    ] {
        assert_eq!(get(quote!(public(probe), proof(#proof))), ["ZT0126"], "{proof}");
    }
}

#[test]
fn zt0131_choice_of_one() {
    assert_eq!(get(quote!(scopes(any(A)))), ["ZT0131"]);
}

#[test]
fn zt0134_owner_is_nobody() {
    assert_eq!(get(quote!(public(why = "the list is for everyone", owner = " "))), ["ZT0134"]);
}

#[test]
fn zt0336_roles_on_an_endpoint() {
    assert_eq!(get(quote!(roles(Admin))), ["ZT0336"]);
    assert_eq!(get(quote!(scopes(A), roles(Admin))), ["ZT0336"]);
    assert_eq!(get(quote!(scopes(A), roles)), ["ZT0336"]);
}
