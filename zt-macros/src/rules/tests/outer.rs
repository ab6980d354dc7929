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
fn zt0953_a_stage_that_is_none() {
    for stage in [quote!(advnced), quote!("advanced"), quote!(Advanced), quote!(2)] {
        assert_eq!(service(quote!(stage = #stage, endpoints(a))), ["ZT0953"], "{stage}");
    }
    assert_eq!(service(quote!(stage, endpoints(a))), ["ZT0128"]);
    assert_eq!(service(quote!(stage(advanced), endpoints(a))), ["ZT0128"]);
    for stage in ["traditional", "initial", "advanced", "optimal"] {
        let stage = quote::format_ident!("{stage}");
        assert_eq!(service(quote!(stage = #stage, endpoints(a))), [""; 0], "{stage}");
    }
}

#[test]
fn zt0954_only_a_service_has_a_floor() {
    assert_eq!(group(quote!("/a", stage = advanced, endpoints(a))), ["ZT0954"]);
    let endpoint = expand::endpoint(
        zt_core::contract::Method::Get,
        quote!("/", scopes(A), stage = advanced),
        quote!(
            /** All. */
            async fn list() -> NoContent {}
        ),
    );
    assert_eq!(codes(endpoint), ["ZT0954"]);
}

fn decoy(rules: TokenStream, item: TokenStream) -> Vec<String> {
    codes(expand::decoy(rules, item))
}

#[test]
fn a_decoy_is_a_path_and_a_reason() {
    let item = quote!(
        /** For those who look around. */
        pub struct Backup;
    );
    for rules in [quote!("/backup"), quote!("/old/{any}"), quote!("/backup", crate = "my_zt")] {
        assert_eq!(decoy(rules, item.clone()), [""; 0]);
    }
    assert_eq!(decoy(quote!("backup"), item.clone()), ["ZT0114"]);
    assert_eq!(decoy(quote!("/backup", rtae("1/s")), item), ["ZT0112"]);
    assert_eq!(
        decoy(
            quote!("/backup"),
            quote!(
                pub struct Backup;
            )
        ),
        ["ZT0113"]
    );
}

#[test]
fn zt0931_a_decoy_without_path() {
    let item = quote!(
        /** For those who look around. */
        pub struct Backup;
    );
    assert_eq!(decoy(quote!(), item.clone()), ["ZT0931"]);
    assert_eq!(decoy(quote!(crate = "my_zt"), item), ["ZT0931"]);
}

#[test]
fn zt0932_a_decoy_has_no_rule() {
    let item = quote!(
        /** For those who look around. */
        pub struct Backup;
    );
    let rules = quote!("/backup", scopes(A), rate("1/s"));
    assert_eq!(decoy(rules, item), ["ZT0932", "ZT0932"]);
}

#[test]
fn zt0933_a_decoy_is_a_unit_struct() {
    for item in [
        quote!(
            fn backup() {}
        ),
        quote!(
            pub struct Backup {}
        ),
        quote!(
            enum Backup {}
        ),
    ] {
        assert_eq!(decoy(quote!("/backup"), item), ["ZT0933"]);
    }
}

#[test]
fn o6_groups_and_services_say_a_segment() {
    let item = || {
        quote!(
            /** Users. */
            pub struct Users;
        )
    };
    let of_group = expand::group(quote!("/users", segment = Admin, endpoints(list)), item());
    let of_service = expand::service(quote!(segment = Admin, endpoints(list)), item());
    for tokens in [of_group, of_service] {
        assert!(tokens.to_string().contains("< Admin as :: zt :: Segment > :: INFO"), "{tokens}");
        assert_eq!(codes(tokens), [""; 0]);
    }
}
/// The codes for one `legacy(..)` of a service.
fn legacy(inside: TokenStream) -> Vec<String> {
    service(quote!(legacy(#inside), endpoints(health)))
}

#[test]
fn b03_legacy_paths_are_named_with_all_that_ends_them() {
    let rest = quote!(why = "the old shop moves in spring", owner = "shop", until = "2027-06-30");
    let rules = quote!(legacy("/old", #rest), legacy("/older", #rest), endpoints(health));
    assert_eq!(service(rules), [""; 0]);
    assert_eq!(service(quote!(legacy = "/old", endpoints(health))), ["ZT0128"]);
    assert_eq!(legacy(quote!("/old", owner = "shop", until = "2027-06-30")), ["ZT0107"]);
    let (owner, until) = (quote!(owner = "shop"), quote!(until = "2027-06-30"));
    assert_eq!(legacy(quote!("/old", why = "todo later on", #owner, #until)), ["ZT0108"]);
    let why = quote!(why = "the old shop moves in spring");
    assert_eq!(legacy(quote!("/old", #why, #owner, until = "spring")), ["ZT0109"]);
    assert_eq!(legacy(quote!("/old", #why, owner = " ", #until)), ["ZT0134"]);
    assert_eq!(legacy(quote!("/old", #why, #owner, #until, public)), ["ZT0111"]);
}

#[test]
fn zt0920_legacy_names_no_path() {
    assert_eq!(legacy(quote!()), ["ZT0920"]);
    assert_eq!(legacy(quote!(why = "the old shop moves in spring")), ["ZT0920"]);
    assert_eq!(legacy(quote!(old, why = "the old shop moves in spring")), ["ZT0920"]);
}

#[test]
fn zt0921_a_legacy_path_that_is_none() {
    let rest = quote!(why = "the old shop moves in spring", owner = "shop", until = "2027-06-30");
    for path in ["/", "", "old", "/old/", "/old/{id}", "/{id}", "/a//b", "/a%20b", "/old/*"] {
        assert_eq!(legacy(quote!(#path, #rest)), ["ZT0921"], "{path}");
    }
}

#[test]
fn zt0922_nobody_or_no_day() {
    let why = quote!(why = "the old shop moves in spring");
    for rest in [quote!(owner = "shop"), quote!(until = "2027-06-30"), quote!()] {
        assert_eq!(legacy(quote!("/old", #why, #rest)), ["ZT0922"], "{rest}");
    }
}

#[test]
fn zt0923_one_legacy_path_in_another() {
    let rest = quote!(why = "the old shop moves in spring", owner = "shop", until = "2027-06-30");
    for (one, other) in [("/old", "/old"), ("/old", "/old/x"), ("/old/x/y", "/old")] {
        let rules = quote!(legacy(#one, #rest), legacy(#other, #rest), endpoints(health));
        assert_eq!(service(rules), ["ZT0923"], "{one} {other}");
    }
}

#[test]
fn zt0925_legacy_on_a_group() {
    let rest = quote!(why = "the old shop moves in spring", owner = "shop", until = "2027-06-30");
    assert_eq!(group(quote!("/orders", legacy("/old", #rest), endpoints(a))), ["ZT0925"]);
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
