//! Words, paths and literals.

use quote::quote;
use zt_core::contract::Method;

use super::{get, rule, text};

#[test]
fn zt0112_unknown_rule_word() {
    assert!(text(quote!(scopes(A), rates("60/min"))).contains("did you mean `rate(\"60/min\")`?"));
    assert!(text(quote!(scopes(A), zebra)).contains("expected one of `scopes`"));
    // Words of later versions: refused until the runtime enforces them.
    for word in ["roles", "with", "stage", "segment", "network", "publishes", "audit", "elevated"] {
        let word: proc_macro2::Ident = quote::format_ident!("{word}");
        assert_eq!(get(quote!(scopes(A), #word(X))), ["ZT0112"], "{word}");
    }
    for word in ["mfa", "issuer", "signed", "device"] {
        let word: proc_macro2::Ident = quote::format_ident!("{word}");
        assert_eq!(get(quote!(scopes(A), proof(#word = "x"))), ["ZT0112"], "{word}");
    }
    assert_eq!(get(quote!(scopes(A), "/second")), ["ZT0112"]);
}

#[test]
fn zt0114_bad_path() {
    let bad = [
        "",
        "orders",
        "/orders/",
        "//",
        "/{*rest}",
        "/{id}.json",
        "/x{id}",
        "/{}",
        "/:id",
        "/<id>",
        "/{id",
        "/a%2f",
        "/a?b",
        "/a#b",
        "/é",
        "/{a}/{a}",
        "/{_id}",
        "/{Id}",
        "/./a",
        "/../a",
        "/{type}",
    ];
    for path in bad {
        assert_eq!(rule(Method::Get, quote!(#path, scopes(A))), ["ZT0114"], "{path}");
    }
}

#[test]
fn zt0115_no_path() {
    assert_eq!(rule(Method::Get, quote!(scopes(A))), ["ZT0115"]);
    assert_eq!(rule(Method::Get, quote!(scopes(A), "/orders")), ["ZT0115"]);
    assert_eq!(rule(Method::Get, quote!(PATH::ORDERS, scopes(A))), ["ZT0115"]);
    assert_eq!(rule(Method::Get, quote!()), ["ZT0115", "ZT0101"]);
}

#[test]
fn zt0116_rule_given_twice() {
    assert_eq!(get(quote!(scopes(A), rate("1/s"), rate("9/s"))), ["ZT0116"]);
    assert_eq!(get(quote!(scopes(A), limits(time = "1s", time = "9s"))), ["ZT0116"]);
}

#[test]
fn zt0117_open_names_no_parameter() {
    let open = |name| quote!(open(#name, why = "pages are the same for everyone"));
    for name in [quote!(page), quote!("page")] {
        let open = open(name);
        assert_eq!(get(quote!(scopes(A), #open)), ["ZT0117"]);
    }
}

#[test]
fn zt0118_opened_twice() {
    let open = quote!(open(page, why = "pages are the same for everyone"));
    let item = quote!(
        /** One. */
        async fn one(page: &Open<u8>) -> Answer<u8> {}
    );
    let rules = quote!("/{page}", scopes(A), #open, #open);
    assert_eq!(super::codes(crate::expand::endpoint(Method::Get, rules, item)), ["ZT0118"]);
}

#[test]
fn zt0119_reads_on_another_method() {
    for method in [Method::Get, Method::Head, Method::Put, Method::Patch, Method::Delete] {
        assert_eq!(rule(method, quote!("/", scopes(A), reads)), ["ZT0119"]);
    }
}

#[test]
fn zt0121_bad_rate() {
    for rate in
        [quote!("60"), quote!("60/minute"), quote!("0/s"), quote!(60), quote!(by = ip), quote!()]
    {
        assert_eq!(get(quote!(scopes(A), rate(#rate))), ["ZT0121"], "{rate}");
    }
}

#[test]
fn zt0122_rate_by_nobody() {
    for by in [quote!(user), quote!("client"), quote!(crate::Client)] {
        assert_eq!(get(quote!(scopes(A), rate("1/s", by = #by))), ["ZT0122"], "{by}");
    }
}

#[test]
fn zt0123_bad_duration() {
    for time in ["10", "ten", "10 m", "0s", "1y"] {
        assert_eq!(get(quote!(scopes(A), limits(time = #time))), ["ZT0123"], "{time}");
        assert_eq!(get(quote!(scopes(A), proof(max_age = #time))), ["ZT0123"], "{time}");
    }
}

#[test]
fn zt0123_s10_bad_age_of_a_login() {
    for time in ["15", "0s", "1y"] {
        assert_eq!(get(quote!(scopes(A), proof(auth_age = #time))), ["ZT0123"], "{time}");
    }
}

#[test]
fn s09_s10_mistakes_about_a_login() {
    for (proof, code) in [
        (quote!(acr = any()), "ZT0103"),
        (quote!(acr = any(Mfa, Mfa)), "ZT0104"),
        (quote!(acr = "mfa"), "ZT0105"),
        (quote!(acr = any("mfa", Mfa)), "ZT0105"),
        (quote!(acr = all(Mfa, Passkey)), "ZT0106"),
        (quote!(acr = any(any(Mfa, Passkey), Sms)), "ZT0106"),
        (quote!(acr = Mfa | Passkey), "ZT0106"),
        (quote!(acr = [Mfa, Passkey]), "ZT0106"),
        (quote!(acr = *), "ZT0106"),
        (quote!(mfa), "ZT0112"),
        (quote!(acr = Mfa, acr = Passkey), "ZT0116"),
        (quote!(bound, bound), "ZT0116"),
        (quote!(acr = any(Mfa)), "ZT0131"),
        (quote!(acr), "ZT0128"),
        (quote!(acr(Mfa)), "ZT0128"),
        (quote!(acr = ), "ZT0128"),
        (quote!(bound = true), "ZT0128"),
        (quote!(bound = false), "ZT0128"),
        (quote!(bound()), "ZT0128"),
        (quote!(auth_age), "ZT0128"),
    ] {
        assert_eq!(get(quote!(scopes(A), proof(#proof))), [code], "{proof}");
    }
    for (proof, help) in [
        (quote!(acr = "urn:mfa"), "`acr = UrnMfa`"),
        (quote!(acr = Mfa | Passkey), "write `acr = any(Mfa, Passkey)`"),
        (quote!(acr(Mfa)), "write `acr = Mfa`"),
        (quote!(acr(Mfa, Passkey)), "write `acr = any(Mfa, Passkey)`"),
        (quote!(bound = true), "write `proof(bound)`"),
        (quote!(bound = false), "leave `bound` out"),
    ] {
        let text = text(quote!(scopes(A), proof(#proof)));
        assert!(text.contains(help), "{text}");
    }
}

#[test]
fn zt0124_bad_size() {
    for size in ["64", "64kb", "0B", "9GiB"] {
        assert_eq!(
            rule(Method::Put, quote!("/", scopes(A), limits(body = #size))),
            ["ZT0124"],
            "{size}"
        );
    }
}

#[test]
fn zt0125_counts_whom_nobody_knows() {
    for by in [quote!(subject), quote!(client), quote!(tenant)] {
        let rules = quote!(public(why = "the list is for everyone"), rate("1/s", by = #by));
        assert_eq!(get(rules), ["ZT0125"], "{by}");
    }
}

#[test]
fn zt0127_rule_that_says_nothing() {
    assert_eq!(get(quote!(scopes(A), proof())), ["ZT0127"]);
    assert_eq!(get(quote!(scopes(A), limits())), ["ZT0127"]);
}

#[test]
fn zt0128_rule_in_another_shape() {
    for rules in [
        quote!(rate = "60/min"),
        quote!(proof),
        quote!(limits(body)),
        quote!(crate = zt),
        quote!(rate("1/s", by)),
    ] {
        assert_eq!(get(quote!(scopes(A), #rules)), ["ZT0128"], "{rules}");
    }
    assert_eq!(get(quote!(scopes = A)), ["ZT0128"]);
    assert_eq!(get(quote!(public)), ["ZT0128"]);
    assert_eq!(rule(Method::Post, quote!("/", scopes(A), reads(true))), ["ZT0128"]);
}

#[test]
fn zt0132_limit_on_a_body_that_nobody_reads() {
    for method in [Method::Get, Method::Head, Method::Delete] {
        assert_eq!(rule(method, quote!("/", scopes(A), limits(body = "1KiB"))), ["ZT0132"]);
    }
}
