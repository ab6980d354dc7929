use proc_macro2::TokenStream;
use quote::quote;

use crate::derive::testing::{said, says};

fn refused(item: TokenStream, code: &str) -> String {
    says(super::expand, item, code)
}

fn passes(item: TokenStream) -> String {
    let text = super::expand(item).to_string();
    assert!(!text.contains("compile_error"), "{text}");
    text
}

#[test]
fn a_view_of_a_resource_shows_its_fields() {
    let text = passes(quote! {
        #[disclose(of = Order)]
        pub struct OrderView {
            pub id: OrderId,
            #[disclose(rename = "totalCents")]
            pub total: Cents,
            #[disclose(never)]
            pub email: String,
            pub r#type: String,
        }
    });
    for part in
        ["\"id\" , & self . id", "\"totalCents\" , & self . total", "\"type\" , & self . r#type"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.contains("type Of = Order") && text.contains("out . object (3)"), "{text}");
    assert!(!text.contains("email") && !text.contains("PlainField"), "{text}");
}

#[test]
fn newtypes_and_enums_are_plain() {
    let text = passes(quote!(
        #[disclose(plain)]
        pub struct Cents(u64);
    ));
    assert!(text.contains("PlainField :: write (& self . 0 , out)"), "{text}");
    let item = quote!(
        #[disclose(plain)]
        enum State {
            Open,
            ShippedToday,
            #[disclose(rename = "X")]
            Gone,
        }
    );
    let text = passes(item);
    assert!(text.contains("Self :: ShippedToday => \"shipped_today\""), "{text}");
    assert!(
        text.contains("Self :: Gone => \"X\"") && text.contains("PlainField for State"),
        "{text}"
    );
}

#[test]
fn zt0611_neither_of_nor_plain() {
    refused(
        quote!(
            struct OrderView {
                id: u64,
            }
        ),
        "ZT0611",
    );
    refused(
        quote!(
            #[disclose()]
            struct OrderView {
                id: u64,
            }
        ),
        "ZT0611",
    );
}

#[test]
fn zt0612_of_and_plain() {
    refused(
        quote!(
            #[disclose(of = Order, plain)]
            struct OrderView {
                id: u64,
            }
        ),
        "ZT0612",
    );
}

#[test]
fn zt0112_unknown_words() {
    refused(
        quote!(
            #[disclose(plian)]
            struct OrderView {
                id: u64,
            }
        ),
        "ZT0112",
    );
    let unknown = field(&quote!(only(Pii)));
    let text = refused(unknown, "ZT0112");
    assert!(text.contains("`never`, `with`, `rename`"), "{text}");
}

/// A view with one field that says this, and one that says nothing.
fn field(words: &TokenStream) -> TokenStream {
    quote!(
        #[disclose(plain)]
        struct V {
            id: u64,
            #[disclose(#words)]
            email: String,
        }
    )
}

#[test]
fn b13_a_field_for_holders_of_scopes() {
    let text = passes(field(&quote!(with(Pii, any(audit::Read, Admin)), rename = "mail")));
    for part in [
        "const NEEDED_BY_FIELD_1 : & [& [:: zt :: __private :: ScopeInfo]] =",
        "& [& [< Pii as :: zt :: Scope > :: INFO] , & [< audit :: Read as :: zt :: Scope > :: INFO , < Admin as :: zt :: Scope > :: INFO]]",
        "show_with :: < _ > (& mut object , \"mail\" , & self . email , NEEDED_BY_FIELD_1)",
        "shape . needs (\"mail\" , NEEDED_BY_FIELD_1)",
        "show :: < _ > (& mut object , \"id\" , & self . id)",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("NEEDED_BY_FIELD_0"), "{text}");
}

#[test]
fn b13_what_with_holds_is_read_as_scopes_are() {
    for (words, code) in [
        (quote!(with()), "ZT0103"),
        (quote!(with(Pii, Pii)), "ZT0104"),
        (quote!(with("orders:pii")), "ZT0105"),
        (quote!(with(*)), "ZT0106"),
        (quote!(with(Pii | Admin)), "ZT0106"),
        (quote!(with(all(Pii, Admin))), "ZT0106"),
        (quote!(with(Pii), with(Admin)), "ZT0116"),
        (quote!(with), "ZT0128"),
        (quote!(with = Pii), "ZT0128"),
        (quote!(with(any(Pii))), "ZT0131"),
    ] {
        let text = refused(field(&words), code);
        assert!(!text.contains("`scopes(") && !text.contains("in `scopes`"), "{text}");
    }
}

#[test]
fn zt0622_with_and_never() {
    refused(field(&quote!(with(Pii), never)), "ZT0622");
}

#[test]
fn zt0623_with_where_there_is_no_field() {
    for item in [
        quote!(
            #[disclose(plain, with(Pii))]
            struct V {
                id: u64,
            }
        ),
        quote!(
            #[disclose(plain)]
            enum State {
                Open,
                #[disclose(with(Pii))]
                Gone,
            }
        ),
    ] {
        let text = refused(item, "ZT0623");
        assert!(text.contains("`#[disclose(with(..))]`"), "{text}");
    }
    let newtype = quote!(
        #[disclose(plain)]
        struct Cents(#[disclose(with(Pii))] u64);
    );
    refused(newtype, "ZT0621");
}

#[test]
fn zt0614_a_view_that_shows_nothing() {
    refused(
        quote!(
            #[disclose(plain)]
            struct V {
                #[disclose(never)]
                a: u64,
            }
        ),
        "ZT0614",
    );
    passes(quote!(
        #[disclose(plain)]
        struct V {}
    ));
}

#[test]
fn zt0615_two_fields_under_one_name() {
    let item = quote!(
        #[disclose(plain)]
        struct V {
            a: u64,
            #[disclose(rename = "a")]
            b: u64,
        }
    );
    refused(item, "ZT0615");
    refused(
        quote!(
            #[disclose(plain)]
            enum State {
                OpenNow,
                Open_Now,
            }
        ),
        "ZT0615",
    );
}

#[test]
fn zt0616_a_view_with_parameters() {
    refused(
        quote!(
            #[disclose(plain)]
            struct V<T> {
                a: T,
            }
        ),
        "ZT0616",
    );
    refused(
        quote!(
            #[disclose(plain)]
            struct V<'a> {
                a: &'a str,
            }
        ),
        "ZT0616",
    );
    refused(
        quote!(
            #[disclose(plain)]
            struct V<const N: usize> {
                a: [u8; N],
            }
        ),
        "ZT0616",
    );
}

#[test]
fn zt0617_shapes_that_cannot_go_out() {
    for item in [
        quote!(
            #[disclose(plain)]
            enum V {
                A(u64),
            }
        ),
        quote!(
            #[disclose(plain)]
            enum V {}
        ),
        quote!(
            #[disclose(plain)]
            struct V(u64, u64);
        ),
        quote!(
            #[disclose(plain)]
            struct V;
        ),
        quote!(
            #[disclose(of = Order)]
            struct V(u64);
        ),
        quote!(
            #[disclose(of = Order)]
            enum V {
                A,
            }
        ),
        quote!(#[disclose(plain)] union V { a: u64 }),
    ] {
        refused(item, "ZT0617");
    }
}

#[test]
fn zt0618_serde_does_nothing() {
    let skipped = quote!(
        #[disclose(plain)]
        struct V {
            a: u64,
            #[serde(skip)]
            b: String,
        }
    );
    refused(skipped, "ZT0618");
    refused(
        quote!(
            #[disclose(plain)]
            #[serde(transparent)]
            struct V(u64);
        ),
        "ZT0618",
    );
    refused(
        quote!(
            #[disclose(plain)]
            enum V {
                #[serde(rename = "b")]
                A,
            }
        ),
        "ZT0618",
    );
}

#[test]
fn zt0619_a_resource_is_no_view() {
    let words = quote!(#[resource(id = OrderId)] #[disclose(plain)]);
    refused(quote!(#words struct Order { id: OrderId }), "ZT0619");
    refused(
        quote!(
            #[resource(id = OrderId)]
            struct Order {
                id: OrderId,
            }
        ),
        "ZT0619",
    );
}

#[test]
fn zt0620_a_bad_name() {
    let item = quote!(
        #[disclose(plain)]
        struct V {
            #[disclose(rename = "a b")]
            a: u64,
        }
    );
    refused(item, "ZT0620");
}

#[test]
fn zt0621_words_without_effect() {
    let item = quote!(
        #[disclose(plain)]
        struct V {
            a: u64,
            #[disclose(never, rename = "x")]
            b: u64,
        }
    );
    refused(item, "ZT0621");
    refused(
        quote!(
            #[disclose(plain)]
            struct V(#[disclose(never)] u64);
        ),
        "ZT0621",
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    let item = quote!(
        struct V<T> {
            #[disclose(hidden)]
            a: T,
            #[serde(skip)]
            b: T,
        }
    );
    let codes: Vec<_> = said(super::expand, item).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["ZT0616", "ZT0611", "ZT0112", "ZT0618"]);
}
