//! The function under the annotation.

use quote::quote;
use zt_core::contract::Method;

use super::{codes, handler};
use crate::expand;

#[test]
fn zt0113_no_doc_comment() {
    let item = quote!(
        async fn one() -> Answer<u8> {}
    );
    assert_eq!(codes(expand::endpoint(Method::Get, quote!("/", scopes(A)), item)), ["ZT0113"]);
    let item = quote!(
        /** */
        async fn one() -> Answer<u8> {}
    );
    assert_eq!(codes(expand::endpoint(Method::Get, quote!("/", scopes(A)), item)), ["ZT0113"]);
}

#[test]
fn zt0211_no_function() {
    for item in [
        quote!(
            pub struct One;
        ),
        quote!(
            mod one {}
        ),
        quote!(impl One {}),
    ] {
        assert_eq!(handler("/", item.clone()), ["ZT0211"], "{item}");
    }
}

#[test]
fn zt0212_not_async() {
    assert_eq!(
        handler(
            "/",
            quote!(
                fn one() -> Answer<u8> {}
            )
        ),
        ["ZT0212"]
    );
}

#[test]
fn zt0213_generic() {
    for item in [
        quote!(
            async fn one<T>() -> Answer<u8> {}
        ),
        quote!(
            async fn one<'a>() -> Answer<u8> {}
        ),
        quote!(
            async fn one<const N: usize>() -> Answer<u8> {}
        ),
        quote!(
            async fn one() -> Answer<u8>
            where
                u8: Copy,
            {
            }
        ),
    ] {
        assert_eq!(handler("/", item.clone()), ["ZT0213"], "{item}");
    }
}

#[test]
fn zt0214_impl_trait_argument() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(by: &impl Proves<A>) -> Answer<u8> {}
            )
        ),
        ["ZT0214"]
    );
}

#[test]
fn zt0215_lifetime_in_an_argument() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(by: &'static Caller<one>) -> Answer<u8> {}
            )
        ),
        ["ZT0215"]
    );
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(by: &Proven<'_>) -> Answer<u8> {}
            )
        ),
        [""; 0]
    );
}

#[test]
fn zt0216_unsafe_extern_const() {
    for item in [
        quote!(
            const async fn one() -> Answer<u8> {}
        ),
        quote!(
            async unsafe fn one() -> Answer<u8> {}
        ),
        quote!(
            async extern "C" fn one() -> Answer<u8> {}
        ),
    ] {
        assert_eq!(handler("/", item.clone()), ["ZT0216"], "{item}");
    }
}

#[test]
fn zt0217_method() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(&self) -> Answer<u8> {}
            )
        ),
        ["ZT0217"]
    );
    // In an `impl` block a struct can't stand beside it.
    let item = quote!(
        /** One. */
        async fn one(&self) -> Answer<u8> {}
    );
    let expanded = expand::endpoint(Method::Get, quote!("/", scopes(A)), item).to_string();
    assert!(!expanded.contains("struct"), "{expanded}");
}

#[test]
fn zt0218_pattern_argument() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(Order { id, .. }: &Order) -> Answer<u8> {}
            )
        ),
        ["ZT0218"]
    );
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(_: &Caller<one>) -> Answer<u8> {}
            )
        ),
        [""; 0]
    );
}

#[test]
fn zt0219_no_answer() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one() {}
            )
        ),
        ["ZT0219"]
    );
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one() -> impl Respond {}
            )
        ),
        ["ZT0219"]
    );
}

#[test]
fn zt0220_two_annotations() {
    assert_eq!(
        handler(
            "/",
            quote!(
                #[zt::get("/")]
                async fn one() -> Answer<u8> {}
            )
        ),
        ["ZT0220"]
    );
    assert_eq!(
        handler(
            "/",
            quote!(
                #[put("/")]
                async fn one() -> Answer<u8> {}
            )
        ),
        ["ZT0220"]
    );
}

#[test]
fn zt0221_two_bodies() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(a: &Body<A>, b: &Form<B>) -> Answer<u8> {}
            )
        ),
        ["ZT0221"]
    );
    let item = quote!(
        async fn one(a: &Upload<A, Photo>, b: &Body<B>) -> Answer<u8> {}
    );
    assert_eq!(handler("/", item), ["ZT0221"]);
}

#[test]
fn zt0222_mutable_reference() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(by: &mut Caller<one>) -> Answer<u8> {}
            )
        ),
        ["ZT0222"]
    );
}

#[test]
fn zt0223_parameter_without_argument() {
    assert_eq!(
        handler(
            "/{order}",
            quote!(
                async fn one() -> Answer<u8> {}
            )
        ),
        ["ZT0223"]
    );
    let item = quote!(
        async fn one(order: &Authorized<Order, Read>) -> Answer<u8> {}
    );
    assert_eq!(handler("/{order}/{line}", item), ["ZT0223"]);
}

#[test]
fn zt0224_silenced_parameter() {
    let item = quote!(
        async fn one(_order: &Authorized<Order, Read>) -> Answer<u8> {}
    );
    assert_eq!(handler("/{order}", item), ["ZT0224"]);
}

#[test]
fn zt0226_proof_by_value() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(by: zt::Caller<one>) -> Answer<u8> {}
            )
        ),
        ["ZT0226"]
    );
    let item = quote!(
        async fn one(claim: Upload<Claim, Photo>) -> Answer<u8> {}
    );
    assert_eq!(handler("/", item), ["ZT0226"]);
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(orders: Data<Orders>) -> Answer<u8> {}
            )
        ),
        [""; 0]
    );
}

#[test]
fn zt0227_reference_to_a_reference() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(by: &&Caller<one>) -> Answer<u8> {}
            )
        ),
        ["ZT0227"]
    );
}

#[test]
fn zt0228_attribute_on_an_argument() {
    assert_eq!(
        handler(
            "/",
            quote!(
                async fn one(#[cfg(a)] by: &Caller<one>) -> Answer<u8> {}
            )
        ),
        ["ZT0228"]
    );
}
