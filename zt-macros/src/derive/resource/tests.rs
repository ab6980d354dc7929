use proc_macro2::TokenStream;
use quote::quote;

use crate::derive::testing::{said, says};

const FIELDS: &str = "id: OrderId, buyer: Subject, tenant: Tenant";

fn order(words: &TokenStream) -> TokenStream {
    let fields: TokenStream = FIELDS.parse().unwrap();
    quote!(#[resource(#words)] pub struct Order { #fields })
}

fn with(more: &TokenStream) -> TokenStream {
    order(&quote!(id = OrderId, store = Orders, load = Orders::find, tenancy = single, #more))
}

fn refused(words: &TokenStream, code: &str) -> String {
    says(super::expand, order(words), code)
}

#[test]
fn a_resource_is_loaded_compared_and_decided() {
    let text = super::expand(with(&quote!(owner = buyer, owner_may(Read, Cancel)))).to_string();
    assert!(!text.contains("compile_error"), "{text}");
    for part in [
        "(Orders :: find) (store , id , loading)",
        ":: Authorize < Read > for Order",
        ":: Authorize < Cancel > for Order",
        "same_subject (& self . buyer , caller)",
        "Tenancy :: Single",
        "type Role = :: zt :: AResource",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_tenant_is_a_field() {
    let words = quote!(id = OrderId, store = Orders, load = Orders::find, tenancy = tenant);
    let text = super::expand(order(&words)).to_string();
    assert!(text.contains("Tenancy :: Of (& self . tenant)"), "{text}");
}

#[test]
fn zt0411_what_is_missing_is_one_error_to_paste() {
    let text = says(
        super::expand,
        quote!(
            struct Order {
                id: OrderId,
            }
        ),
        "ZT0411",
    );
    assert!(text.contains("`id`, `store`, `load`, `tenancy`"), "{text}");
    let paste = "#[resource(id = OrderId, store = Orders, load = Orders::find, tenancy = single)]";
    assert!(text.contains(paste), "{text}");
    for (missing, words) in [
        ("id", quote!(store = Orders, load = Orders::find, tenancy = single)),
        ("store", quote!(id = OrderId, load = Orders::find, tenancy = single)),
        ("load", quote!(id = OrderId, store = Orders, tenancy = single)),
        ("tenancy", quote!(id = OrderId, store = Orders, load = Orders::find)),
    ] {
        let text = refused(&words, "ZT0411");
        assert!(text.starts_with(&format!("the resource `Order` does not say its `{missing}` [")));
    }
}

#[test]
fn zt0412_what_an_owner_may_needs_an_owner() {
    says(super::expand, with(&quote!(owner_may(Read))), "ZT0412");
}

#[test]
fn zt0413_an_owner_who_may_do_nothing() {
    says(super::expand, with(&quote!(owner = buyer)), "ZT0413");
}

#[test]
fn zt0414_a_field_that_is_not_there() {
    let text = says(super::expand, with(&quote!(owner = buyr, owner_may(Read))), "ZT0414");
    assert!(text.contains("did you mean `buyer`?"), "{text}");
    let words = quote!(id = OrderId, store = Orders, load = Orders::find, tenancy = shop);
    assert!(refused(&words, "ZT0414").contains("`single`, `id`, `buyer`, `tenant`"));
}

#[test]
fn zt0414_a_field_called_single() {
    let words = quote!(id = OrderId, store = Orders, load = Orders::find, tenancy = single);
    let item = quote!(
        #[resource(#words)]
        struct Order {
            single: Tenant,
        }
    );
    says(super::expand, item, "ZT0414");
}

#[test]
fn zt0415_an_action_twice() {
    let twice = quote!(owner = buyer, owner_may(Read, Cancel, Read));
    says(super::expand, with(&twice), "ZT0415");
    let stub = super::expand(with(&twice)).to_string();
    assert_eq!(stub.matches("Authorize < Read >").count(), 1, "{stub}");
}

#[test]
fn zt0418_a_resource_has_named_fields() {
    let words = quote!(id = OrderId, store = Orders, load = Orders::find, tenancy = single);
    for body in [
        quote!(
            enum Order {}
        ),
        quote!(
            struct Order(OrderId);
        ),
        quote!(
            struct Order;
        ),
    ] {
        says(super::expand, quote!(#[resource(#words)] #body), "ZT0418");
    }
}

#[test]
fn zt0419_a_resource_has_no_parameters() {
    let words = quote!(id = OrderId, store = Orders, load = Orders::find, tenancy = single);
    says(
        super::expand,
        quote!(
            #[resource(#words)]
            struct Order<T> {
                id: T,
            }
        ),
        "ZT0419",
    );
}

#[test]
fn zt0112_an_unknown_word_is_one_error() {
    let misspelt = quote!(id = OrderId, store = Orders, load = Orders::find, tenency = single);
    assert!(refused(&misspelt, "ZT0112").contains("did you mean `tenancy = single`?"));
    says(super::expand, with(&quote!(admin_may(Read))), "ZT0112");
}

#[test]
fn values_that_cannot_be_read() {
    for (word, code) in [
        (quote!(owner_may = Read, owner = buyer), "ZT0128"),
        (quote!(owner_may(), owner = buyer), "ZT0128"),
        (quote!(owner_may(1), owner = buyer), "ZT0128"),
        (quote!(owner = "buyer", owner_may(Read)), "ZT0128"),
        (quote!(id = OrderId), "ZT0116"),
    ] {
        says(super::expand, with(&word), code);
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let words = quote!(id = OrderId, stor = Orders, owner = byer, owner_may(Read, Read));
    let codes: Vec<_> =
        said(super::expand, order(&words)).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["ZT0112", "ZT0411", "ZT0414", "ZT0415"]);
}
