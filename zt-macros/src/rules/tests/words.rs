//! Words, paths and literals.

use quote::quote;
use zt_core::contract::Method;

use super::{get, rule, text};

#[test]
fn zt0112_unknown_rule_word() {
    assert!(text(quote!(scopes(A), rates("60/min"))).contains("did you mean `rate(\"60/min\")`?"));
    assert!(text(quote!(scopes(A), zebra)).contains("expected one of `scopes`"));
    // Words of later versions: refused until the runtime enforces them.
    for word in ["publishes", "audit", "elevated"] {
        let word: proc_macro2::Ident = quote::format_ident!("{word}");
        assert_eq!(get(quote!(scopes(A), #word(X))), ["ZT0112"], "{word}");
    }
    for word in ["mfa", "dpop", "signature", "address"] {
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

/// The words that name types: the key, and what the errors call its types.
const LISTS: [(&str, &str); 3] =
    [("acr", "way to log in"), ("issuer", "issuer"), ("device", "device")];

// S-10, T-04, T-22: the three read alike.
#[test]
fn t22_mistakes_about_a_list_of_types() {
    for (key, noun) in LISTS {
        let key = quote::format_ident!("{key}");
        for (proof, code) in [
            (quote!(#key = any()), "ZT0103"),
            (quote!(#key = any(One, One)), "ZT0104"),
            (quote!(#key = "one"), "ZT0105"),
            (quote!(#key = any("one", One)), "ZT0105"),
            (quote!(#key = all(One, Two)), "ZT0106"),
            (quote!(#key = any(any(One, Two), Three)), "ZT0106"),
            (quote!(#key = One | Two), "ZT0106"),
            (quote!(#key = [One, Two]), "ZT0106"),
            (quote!(#key = *), "ZT0106"),
            (quote!(#key = One, #key = Two), "ZT0116"),
            (quote!(#key = any(One)), "ZT0131"),
            (quote!(#key), "ZT0128"),
            (quote!(#key(One)), "ZT0128"),
            (quote!(#key = ), "ZT0128"),
            (quote!(#key = One, Two), "ZT0128"),
            (quote!(#key = One, names::Two, Three, max_age = "10m"), "ZT0128"),
            (quote!(#key = any(One, Two), Three), "ZT0128"),
            (quote!(#key = One, two), "ZT0112"),
            (quote!(#key = One, Bound), "ZT0112"),
        ] {
            assert_eq!(get(quote!(scopes(A), proof(#proof))), [code], "{proof}");
        }
        for (proof, help) in [
            (quote!(#key = "urn:one"), format!("`{key} = UrnOne`")),
            (quote!(#key = One | Two), format!("write `{key} = any(One, Two)`")),
            (quote!(#key = all(One, Two)), format!("write `{key} = any(One, Two)`")),
            (quote!(#key(One)), format!("write `{key} = One`")),
            (quote!(#key(One, Two)), format!("write `{key} = any(One, Two)`")),
            (quote!(#key = One, Two, bound), format!("write `{key} = any(One, Two)`")),
            (
                quote!(#key = any(One, Two), names::Three),
                format!("write `{key} = any(One, Two, names::Three)`"),
            ),
            (quote!(#key = any()), format!("names no {noun} ")),
        ] {
            let text = text(quote!(scopes(A), proof(#proof)));
            assert!(text.contains(&help), "{text}");
        }
    }
}

// G-05: as those, in parentheses of its own.
#[test]
fn g05_mistakes_about_a_list_of_networks() {
    for (rule, code) in [
        (quote!(network()), "ZT0127"),
        (quote!(network(any())), "ZT0103"),
        (quote!(network(any(One, One))), "ZT0104"),
        (quote!(network("one")), "ZT0105"),
        (quote!(network(any("10.0.0.0/8", One))), "ZT0105"),
        (quote!(network(all(One, Two))), "ZT0106"),
        (quote!(network(any(any(One, Two), Three))), "ZT0106"),
        (quote!(network(One | Two)), "ZT0106"),
        (quote!(network(*)), "ZT0106"),
        (quote!(network(One), network(Two)), "ZT0116"),
        (quote!(network(any(One))), "ZT0131"),
        (quote!(network), "ZT0128"),
        (quote!(network = One), "ZT0128"),
        (quote!(network = "one"), "ZT0128"),
        (quote!(network(One, Two)), "ZT0128"),
        (quote!(netwrk(One)), "ZT0112"),
    ] {
        assert_eq!(get(quote!(scopes(A), #rule)), [code], "{rule}");
    }
    for (rule, help) in [
        (quote!(network("one")), "`network(One)`"),
        (quote!(network(One | Two)), "write `network(any(One, Two))`"),
        (quote!(network(all(One, Two))), "write `network(any(One, Two))`"),
        (quote!(network(One, Two)), "write `network(any(One, Two))`"),
        (quote!(network = One), "write `network(One)`"),
        (quote!(network(any(One))), "write `network(One)`"),
        (quote!(network(any())), "name one: `network(Office)`, or leave `network` out"),
        (quote!(network()), "write `network(Office)`, or leave `network` out"),
        (quote!(netwrk(One)), "did you mean `network(One)`?"),
    ] {
        let text = text(quote!(scopes(A), #rule));
        assert!(text.contains(help), "{text}");
    }
}

// a place says nothing about who calls.
#[test]
fn zt0135_a_network_is_never_the_only_rule() {
    for access in [quote!(public(why = "the list is for everyone")), quote!(public(probe))] {
        assert_eq!(get(quote!(#access, network(Office))), ["ZT0135"], "{access}");
        let text = text(quote!(#access, network(any(Office, Vpn))));
        assert!(text.contains("scopes(OrdersRead), network(any(Office, Vpn))"), "{text}");
    }
    assert_eq!(get(quote!(network(Office))), ["ZT0101"]);
}

// S-09, S-11.
#[test]
fn s11_mistakes_about_a_word_by_itself() {
    for key in ["bound", "signed"] {
        let word = quote::format_ident!("{key}");
        assert_eq!(get(quote!(scopes(A), proof(#word, #word))), ["ZT0116"]);
        for proof in
            [quote!(#word = true), quote!(#word = false), quote!(#word()), quote!(#word = ())]
        {
            assert_eq!(get(quote!(scopes(A), proof(#proof))), ["ZT0128"], "{proof}");
        }
        let text = |proof| text(quote!(scopes(A), proof(#proof)));
        assert!(text(quote!(#word = true)).contains(&format!("write `proof({key})`")));
        assert!(text(quote!(#word = false)).contains(&format!("leave `{key}` out")));
    }
}

#[test]
fn s10_mistakes_about_an_age() {
    assert_eq!(get(quote!(scopes(A), proof(auth_age))), ["ZT0128"]);
    assert_eq!(get(quote!(scopes(A), proof(mfa))), ["ZT0112"]);
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

#[test]
fn zt0942_a_segment_by_its_text() {
    let told = text(quote!(scopes(A), segment = "admin"));
    assert!(told.starts_with("\"admin\" is no segment that is declared [ZT0942]"), "{told}");
    assert!(told.ends_with("`segment = Admin`"), "{told}");
    assert_eq!(get(quote!(scopes(A), segment = parts::Admin)), [""; 0]);
    for shape in [quote!(segment(Admin)), quote!(segment), quote!(segment = any(A, B))] {
        assert_eq!(get(quote!(scopes(A), #shape)), ["ZT0128"], "{shape}");
    }
}
