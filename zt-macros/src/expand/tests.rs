//! What the macros write, as it stands in `tests/expand/`. `BLESS=1` writes it anew; read each change as a user's compiler would.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use zt_core::contract::Method;

use super::{endpoint, group, main, service};
use crate::derive;

/// Compares an expansion with the file of that name.
fn snapshot(name: &str, expansion: TokenStream) {
    let file: syn::File = syn::parse2(expansion).expect("an expansion parses");
    let written = prettyplease::unparse(&file);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expand");
    let path = folder.join(format!("{name}.rs"));
    #[allow(clippy::disallowed_methods, reason = "the switch of `cargo xtask bless`")]
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(&path, &written).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, expected, "tests/expand/{name}.rs differs: run `cargo xtask bless`");
}

#[test]
fn endpoint_with_scopes() {
    let rules = quote!(
        "/{order}/cancel",
        scopes(OrdersCancel, any(Support, Admin)),
        proof(max_age = "10m")
    );
    let item = quote! {
        /// Cancel before it ships.
        pub async fn cancel_order(order: &Authorized<Order, Cancel>, body: &Body<CancelInput>, orders: Data<Orders>)
            -> Answer<OrderView> { todo!() }
    };
    snapshot("endpoint_with_scopes", endpoint(Method::Post, rules, item));
}

#[test]
fn endpoint_with_proofs() {
    let rules = quote!(
        "/",
        scopes(OrdersRead),
        proof(acr = any(Mfa, Passkey), bound, issuer = issuers::Corp, signed, device = Managed),
        network(any(Office, places::Vpn))
    );
    let item = quote! {
        /// All orders.
        async fn list_orders() -> NoContent {}
    };
    snapshot("endpoint_with_proofs", endpoint(Method::Get, rules, item));
}

#[test]
fn endpoint_with_two_objects() {
    let rules = quote!("/{team}/docs/{doc}", scopes(DocsRead));
    let item = quote! {
        /// A document of a team.
        async fn get_doc(team: &Authorized<Team, Read>, doc: &Authorized<Doc, Read>) -> NoContent {}
    };
    snapshot("endpoint_with_two_objects", endpoint(Method::Get, rules, item));
}

#[test]
fn endpoint_with_waivers() {
    let rules = quote! {
        "/{page}", public(why = "the price list is for everyone", owner = "shop", until = "2027-06-30"),
        open(page, why = "pages are the same for everyone"), rate("60/min"), limits(time = "2s")
    };
    let item = quote! {
        /// A page.
        #[cfg(unix)]
        async fn get_page(page: &Open<u32>) -> NoContent {}
    };
    snapshot("endpoint_with_waivers", endpoint(Method::Get, rules, item));
}

#[test]
fn endpoint_that_streams() {
    let rules = quote!("/changes", scopes(OrdersRead), stream(recheck = "5s"));
    let item = quote! {
        /// Orders, as they change.
        async fn watch_orders(events: &Events<OrderView>) -> Streamed {}
    };
    snapshot("endpoint_that_streams", endpoint(Method::Get, rules, item));
}

#[test]
fn endpoint_that_is_a_socket() {
    let rules = quote!("/talk", scopes(OrdersRead), socket);
    let item = quote! {
        /// Orders, as they change, and what is said of them.
        async fn talk(events: &Events<OrderView>) -> Streamed {}
    };
    snapshot("endpoint_that_is_a_socket", endpoint(Method::Get, rules, item));
}

#[test]
fn message() {
    let rules = quote!(
        "orders.cancel",
        on = talk,
        scopes(OrdersCancel),
        proof(max_age = "10m"),
        limits(body = "1KiB")
    );
    let item = quote! {
        /// Cancel before it ships.
        async fn say_cancel(body: &Body<CancelInput>, orders: Data<Orders>) -> Answer<OrderView> {}
    };
    snapshot("message", endpoint(Method::Message, rules, item));
}

#[test]
fn endpoint_that_is_a_probe() {
    let rules = quote!("/health", public(probe), crate = "my_zt");
    let item = quote!(
        /** Alive? */
        async fn health() -> NoContent {}
    );
    snapshot("endpoint_that_is_a_probe", endpoint(Method::Get, rules, item));
}

#[test]
fn endpoint_with_a_mistake() {
    let item = quote!(
        /** Lost. */
        async fn lost(caller: &Caller<lost>) -> NoContent {}
    );
    snapshot("endpoint_with_a_mistake", endpoint(Method::Get, quote!("/lost"), item));
}

#[test]
fn group_of_endpoints() {
    let rules = quote!("/orders", rate("60/min"), endpoints(list_orders, archive::get_order));
    snapshot(
        "group",
        group(
            rules,
            quote!(
                /** Orders. */
                pub struct OrdersApi;
            ),
        ),
    );
}

#[test]
fn service_of_groups() {
    let rules = quote!(
        endpoints(health, OrdersApi),
        limits(body = "1MiB"),
        legacy("/old", why = "it moves in spring", owner = "team-shop", until = "2027-06-30")
    );
    snapshot(
        "service",
        service(
            rules,
            quote!(
                /** The shop. */
                pub struct Shop;
            ),
        ),
    );
}

#[test]
fn service_with_a_mistake() {
    snapshot(
        "service_with_a_mistake",
        service(
            quote!(),
            quote!(
                /** The shop. */
                pub struct Shop;
            ),
        ),
    );
}

#[test]
fn main_function() {
    snapshot(
        "main",
        main(
            quote!(),
            quote!(
                async fn main() -> zt::Result<()> {
                    serve().await
                }
            ),
        ),
    );
}

#[test]
fn derives_of_names() {
    let scope = quote!(
        /** Look. */
        #[scope("orders:read", reads)]
        pub struct OrdersRead;
    );
    snapshot("scope", derive::scope::expand(scope));
    let action = quote!(
        /** Stop it. */
        #[action(writes)]
        pub struct Cancel;
    );
    snapshot("action", derive::action::expand(action));
    snapshot(
        "id",
        derive::id::expand(quote!(
            pub struct OrderId(u64);
        )),
    );
}

#[test]
fn derives_of_data() {
    let resource = quote! {
        #[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = shop,
                   owner_may(Read, Cancel))]
        pub struct Order { buyer: Subject, shop: Tenant }
    };
    snapshot("resource", derive::resource::expand(resource));
    let view = quote! {
        #[disclose(of = Order)]
        pub struct OrderView { pub id: OrderId, #[disclose(never)] pub secret: String }
    };
    snapshot("disclose", derive::disclose::expand(view));
    let input = quote!(
        pub struct CancelInput {
            #[input(length(max = 500))]
            pub reason: String,
        }
    );
    snapshot("input", derive::input::expand(input));
    let argument = quote!(
        pub struct Both {
            pub page: Query<Page>,
            pub orders: Data<Orders>,
        }
    );
    snapshot("argument", derive::argument::expand(argument));
}

#[test]
fn store_of_methods() {
    let item = quote! {
        impl Orders {
            pub fn open(path: &str) -> zt::Result<Self> { todo!() }
            pub async fn of_buyer(&self, buyer: &Subject, by: &impl Proves<OrdersRead>) -> zt::Result<Vec<Order>> { todo!() }
            #[unproved(why = "the front page counts the orders")]
            pub async fn count(&self) -> zt::Result<u64> { todo!() }
        }
    };
    snapshot("store", crate::store::expand(quote!(), item));
}
