//! Groups, services and `main`.

use proc_macro2::TokenStream;
use quote::quote;

use super::codes;
use crate::expand;

fn group(rules: TokenStream) -> Vec<String> {
    codes(expand::group(
        rules,
        quote!(
            /** Orders. */
            pub struct OrdersApi;
        ),
    ))
}

fn service(rules: TokenStream) -> Vec<String> {
    codes(expand::service(
        rules,
        quote!(
            /** The shop. */
            pub struct Shop;
        ),
    ))
}

#[test]
fn what_is_right_gives_no_error() {
    let rules = quote!(
        "/orders",
        rate("60/min"),
        limits(body = "1MiB"),
        proof(max_age = "1h"),
        endpoints(a, b::c)
    );
    assert_eq!(group(rules), [""; 0]);
    assert_eq!(service(quote!(endpoints(health, OrdersApi), crate = "my_zt")), [""; 0]);
    assert_eq!(
        codes(expand::main(
            quote!(),
            quote!(
                async fn main() -> R {}
            )
        )),
        [""; 0]
    );
}

#[test]
fn zt0113_group_and_service_need_a_doc_comment_too() {
    assert_eq!(
        codes(expand::group(
            quote!("/a", endpoints(b)),
            quote!(
                struct A;
            )
        )),
        ["ZT0113"]
    );
    assert_eq!(
        codes(expand::service(
            quote!(endpoints(b)),
            quote!(
                struct A;
            )
        )),
        ["ZT0113"]
    );
}

#[test]
fn zt0906_no_unit_struct() {
    for item in [
        quote!(
            struct A {}
        ),
        quote!(
            enum A {}
        ),
        quote!(
            fn a() {}
        ),
        quote!(
            struct A<T>(T);
        ),
        quote!(impl A {}),
    ] {
        assert_eq!(
            codes(expand::group(quote!("/a", endpoints(b)), item.clone())),
            ["ZT0906"],
            "{item}"
        );
        assert_eq!(
            codes(expand::service(quote!(endpoints(b)), item.clone())),
            ["ZT0906"],
            "{item}"
        );
    }
}

#[test]
fn zt0907_prefix_missing_or_out_of_place() {
    assert_eq!(group(quote!(endpoints(a))), ["ZT0907"]);
    assert_eq!(service(quote!("/shop", endpoints(a))), ["ZT0907"]);
}

#[test]
fn zt0908_bad_prefix() {
    for prefix in ["", "/", "orders", "/orders/", "/{shop}", "/a//b", "/a%20b"] {
        assert_eq!(group(quote!(#prefix, endpoints(a))), ["ZT0908"], "{prefix}");
    }
}

#[test]
fn zt0909_no_endpoints() {
    assert_eq!(group(quote!("/orders")), ["ZT0909"]);
    assert_eq!(service(quote!(endpoints())), ["ZT0909"]);
    // A mistyped list is one mistake, not two.
    assert_eq!(service(quote!(endpoint(a))), ["ZT0112"]);
}

#[test]
fn zt0911_listed_twice() {
    assert_eq!(group(quote!("/orders", endpoints(a, b, a))), ["ZT0911"]);
}

#[test]
fn zt0912_never_inherited() {
    for word in [
        quote!(scopes(A)),
        quote!(public(why = "it is for everyone")),
        quote!(open(a)),
        quote!(reads),
    ] {
        assert_eq!(group(quote!("/orders", #word, endpoints(a))), ["ZT0912"], "{word}");
        assert_eq!(service(quote!(#word, endpoints(a))), ["ZT0912"], "{word}");
    }
}

#[test]
fn zt0913_main_is_not_async() {
    assert_eq!(
        codes(expand::main(
            quote!(),
            quote!(
                fn main() -> R {}
            )
        )),
        ["ZT0913"]
    );
}

#[test]
fn zt0914_main_is_something_else() {
    assert_eq!(
        codes(expand::main(
            quote!(),
            quote!(
                async fn main(a: A) -> R {}
            )
        )),
        ["ZT0914"]
    );
    assert_eq!(
        codes(expand::main(
            quote!(),
            quote!(
                async fn start() -> R {}
            )
        )),
        ["ZT0914"]
    );
    assert_eq!(
        codes(expand::main(
            quote!(),
            quote!(
                async fn main<T>() -> R {}
            )
        )),
        ["ZT0914"]
    );
    assert_eq!(
        codes(expand::main(
            quote!(),
            quote!(
                struct Main;
            )
        )),
        ["ZT0914"]
    );
    assert_eq!(
        codes(expand::main(
            quote!(workers = 4),
            quote!(
                async fn main() -> R {}
            )
        )),
        ["ZT0112"]
    );
}

#[test]
fn zt0916_no_name() {
    assert_eq!(service(quote!(endpoints("a"))), ["ZT0916"]);
    assert_eq!(service(quote!(endpoints(a(), b::<T>, |x| x))), ["ZT0916"; 3]);
}

#[test]
fn zt0334_zt0335_the_roles_of_a_service() {
    assert_eq!(service(quote!(endpoints(a), roles(Support, staff::Admin))), [""; 0]);
    assert_eq!(service(quote!(endpoints(a), roles(Support, Support))), ["ZT0334"]);
    assert_eq!(service(quote!(endpoints(a), roles("support"))), ["ZT0335"]);
    assert_eq!(service(quote!(endpoints(a), roles(any(A, B)))), ["ZT0335"]);
    assert_eq!(service(quote!(endpoints(a), roles())), ["ZT0127"]);
    assert_eq!(service(quote!(endpoints(a), roles = Support)), ["ZT0128"]);
    assert_eq!(service(quote!(endpoints(a), roles(A), roles(B))), ["ZT0116"]);
}

#[test]
fn zt0336_roles_on_a_group() {
    assert_eq!(group(quote!("/a", endpoints(b), roles(Support))), ["ZT0336"]);
}

#[test]
fn d04_a_service_lists_its_roles() {
    let rules = quote!(endpoints(a), roles(Support, staff::Admin));
    let item = quote!(
        /** The shop. */
        pub struct Shop;
    );
    let text = expand::service(rules, item).to_string();
    let roles = "const ROLES : & 'static [:: zt :: __private :: RoleInfo] = & [< Support as :: zt :: Role > :: INFO , \
                 < staff :: Admin as :: zt :: Role > :: INFO]";
    assert!(text.contains(roles), "{text}");
}
