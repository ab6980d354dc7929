//! Access, credentials, rates, limits, places, and the lists of the service.

use zt_manifest::{
    Access, Binding, Effect, Kind, Object, Parameter, Policy, Proof, Rate, RateBy, RateOrigin,
    Tenancy, Waiver,
};

use super::shop::{
    Cancel, Corp, Managed, Mfa, Order, Orders, OrdersRead, OrdersWrite, Partner, Passkey, Refund,
    Support,
};
use super::{endpoint, manifest};
use crate::prelude::*;

/// One order.
#[zt::get("/{order}", scopes(any(OrdersRead, Support)))]
async fn read_order(order: &Authorized<Order, Read>) -> NoContent {
    let _ = &order.id;
    NoContent
}

/// Stop it.
#[zt::delete("/{order}", scopes(OrdersWrite), proof(max_age = "10m", issuer = Corp), rate("5/min"))]
async fn cancel_order(order: &Authorized<Order, Cancel>) -> NoContent {
    let _ = &order.id;
    NoContent
}

/// Give the money back.
#[zt::post(
    "/{order}/refund",
    scopes(OrdersWrite, Support),
    proof(acr = any(Passkey, Mfa), device = Managed, signed),
    limits(body = "1KiB")
)]
async fn refund(order: &Authorized<Order, Refund>, orders: Data<Orders>) -> NoContent {
    let _ = (&order.id, orders.count(), orders.weather());
    NoContent
}

/// Orders.
#[zt::group(
    "/orders",
    rate("60/min"),
    proof(auth_age = "15m", bound, issuer = any(Partner, Corp)),
    limits(time = "2s"),
    endpoints(refund, cancel_order, read_order)
)]
struct OrdersApi;

/// Who I am.
#[zt::get("/people/{person}", authenticated(why = "everybody has an account of their own"))]
async fn account(person: OwnSubject) -> NoContent {
    let _ = person;
    NoContent
}

/// A page.
#[zt::get(
    "/tenants/{tenant}/{page}/{shown}",
    authenticated(why = "every tenant has pages"),
    open(page, why = "pages are numbered for all", owner = "web", until = "2031-12-31"),
    open(shown, why = "whether it is shown is for all")
)]
async fn page(shown: Open<bool>, tenant: OwnTenant, page: Open<u16>) -> NoContent {
    let _ = (*shown, tenant, *page);
    NoContent
}

/// What it costs.
#[zt::get("/prices", public(why = "the price list is for everyone"))]
async fn prices() -> NoContent {
    NoContent
}

/// Whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// The shop.
#[zt::service(rate("1000/min"), endpoints(prices, health, page, account, OrdersApi))]
struct Shop;

fn waiver(why: &str) -> Waiver {
    Waiver { why: why.to_owned(), owner: None, until: None }
}

#[test]
fn endpoints_are_listed_by_path_then_method() {
    let manifest = manifest::<Shop>();
    let listed: Vec<_> =
        manifest.endpoints.iter().map(|it| format!("{:?} {}", it.method, it.path)).collect();
    assert_eq!(
        listed,
        [
            "Get /health",
            "Get /orders/{order}",
            "Delete /orders/{order}",
            "Post /orders/{order}/refund",
            "Get /people/{person}",
            "Get /prices",
            "Get /tenants/{tenant}/{page}/{shown}",
        ]
    );
}

#[test]
fn b09_access_and_effect_are_the_annotations() {
    let shop = manifest::<Shop>();
    let access = |name| endpoint(&shop, name).access;
    let names = |clauses: &[&[&str]]| {
        Access::Scopes(
            clauses.iter().map(|clause| clause.iter().map(ToString::to_string).collect()).collect(),
        )
    };
    assert_eq!(access("read_order"), names(&[&["orders:read", "support"]]));
    assert_eq!(access("refund"), names(&[&["orders:write"], &["support"]]));
    assert_eq!(
        access("account"),
        Access::Authenticated(waiver("everybody has an account of their own"))
    );
    assert_eq!(access("prices"), Access::Public(waiver("the price list is for everyone")));
    assert_eq!(access("health"), Access::Probe);
    assert_eq!(endpoint(&shop, "refund").effect, Effect::Writes);
    assert_eq!(endpoint(&shop, "read_order").effect, Effect::Reads);
}

#[test]
fn b09_rules_are_told_with_what_is_inherited() {
    let shop = manifest::<Shop>();
    let rate = |name| endpoint(&shop, name).rate;
    let expected = |count, per_ms, by, origin| Rate { count, per_ms, by, origin };
    assert_eq!(rate("cancel_order"), expected(5, 60_000, RateBy::Subject, RateOrigin::Endpoint));
    assert_eq!(rate("refund"), expected(60, 60_000, RateBy::Subject, RateOrigin::Group));
    assert_eq!(rate("prices"), expected(1_000, 60_000, RateBy::Ip, RateOrigin::Service));
    let cancel = endpoint(&shop, "cancel_order");
    let issuer = vec!["partner".to_owned(), "corp".to_owned()];
    let inherited = Proof { auth_age_ms: Some(900_000), bound: true, issuer, ..Proof::default() };
    assert_eq!(endpoint(&shop, "read_order").proof, inherited);
    let issuer = vec!["corp".to_owned()];
    assert_eq!(cancel.proof, Proof { max_age_ms: Some(600_000), issuer, ..inherited.clone() });
    let refund = endpoint(&shop, "refund");
    let acr = vec!["urn:acr:passkey".to_owned(), "urn:acr:mfa".to_owned()];
    let device = vec!["managed".to_owned()];
    assert_eq!(refund.proof, Proof { acr, device, signed: true, ..inherited });
    assert_eq!((refund.limits.body_bytes, refund.limits.time_ms), (1_024, 2_000));
    assert_eq!(cancel.group.as_deref(), Some("OrdersApi"));
    let prices = endpoint(&shop, "prices");
    assert_eq!((prices.limits.body_bytes, prices.limits.time_ms), (65_536, 10_000));
    assert_eq!((prices.group, prices.proof), (None, Proof::default()));
}

#[test]
fn t22_what_credentials_may_say_is_listed_with_its_reasons() {
    let shop = manifest::<Shop>();
    let told = |words: &[zt_manifest::Word]| -> Vec<_> {
        words.iter().map(|it| format!("{}: {}", it.name, it.reason)).collect()
    };
    let acrs = ["urn:acr:mfa: A password and a code.", "urn:acr:passkey: A passkey."];
    assert_eq!(told(&shop.acrs), acrs);
    assert_eq!(told(&shop.issuers), ["corp: Our own people.", "partner: People of the partner."]);
    assert_eq!(told(&shop.devices), ["managed: We look after it."]);
}

#[test]
fn parameters_say_what_ties_them_from_left_to_right() {
    let shop = manifest::<Shop>();
    let object =
        Object { resource: "Order".into(), action: "Cancel".into(), effect: Effect::Writes };
    let tied = |name: &str, binding| Parameter { name: name.to_owned(), binding };
    assert_eq!(
        endpoint(&shop, "cancel_order").parameters,
        [tied("order", Binding::Object(object))]
    );
    assert_eq!(endpoint(&shop, "account").parameters, [tied("person", Binding::OwnSubject)]);
    let pages = Waiver {
        owner: Some("web".to_owned()),
        until: Some("2031-12-31".to_owned()),
        ..waiver("pages are numbered for all")
    };
    let number = Kind::Whole { min: Some("0".to_owned()), max: Some("65535".to_owned()) };
    let shown = waiver("whether it is shown is for all");
    assert_eq!(
        endpoint(&shop, "page").parameters,
        [
            tied("tenant", Binding::OwnTenant),
            tied("page", Binding::Open { kind: number, waiver: pages }),
            tied("shown", Binding::Open { kind: Kind::Truth, waiver: shown }),
        ]
    );
}

#[test]
fn b11_resources_scopes_and_stores_are_listed_with_their_waivers() {
    let shop = manifest::<Shop>();
    let [order] = shop.resources.as_slice() else { panic!("{:?}", shop.resources) };
    assert_eq!((order.id.as_str(), order.store.as_str()), ("OrderId", "Orders"));
    assert_eq!(order.tenancy, Tenancy::OneTenants);
    let policy =
        |action: &str, effect, owner_only| Policy { action: action.to_owned(), effect, owner_only };
    assert_eq!(
        order.actions,
        [
            policy("Cancel", Effect::Writes, true),
            policy("Read", Effect::Reads, true),
            policy("Refund", Effect::Writes, false),
        ]
    );
    let scopes: Vec<_> =
        shop.scopes.iter().map(|scope| (scope.name.as_str(), scope.effect)).collect();
    assert_eq!(
        scopes,
        [
            ("orders:read", Effect::Reads),
            ("orders:write", Effect::Writes),
            ("support", Effect::Writes)
        ]
    );
    assert_eq!(shop.scopes[0].reason, "Look orders up.");
    let [orders] = shop.stores.as_slice() else { panic!("{:?}", shop.stores) };
    let methods: Vec<_> = orders.unproved.iter().map(|it| it.method.as_str()).collect();
    assert_eq!(methods, ["count", "weather"]);
    assert_eq!(orders.unproved[0].waiver.owner.as_deref(), Some("shop"));
    assert_eq!(orders.unproved[0].waiver.until.as_deref(), Some("2030-01-31"));
    for name in ["read_order", "refund"] {
        assert_eq!(endpoint(&shop, name).stores, ["Orders"], "{name}");
    }
}

#[test]
fn places_are_told_from_the_root_of_the_package() {
    let shop = manifest::<Shop>();
    let places = shop.endpoints.iter().map(|endpoint| &endpoint.place).chain([&shop.service.place]);
    for place in places {
        assert_eq!(place.file, "src/manifest/tests/rules.rs");
        assert_eq!(place.module, "zt::manifest::tests::rules");
        assert!(place.line > 10);
    }
}

#[test]
fn it_is_the_same_each_time_and_comes_back_from_its_text() {
    let text = manifest::<Shop>().to_text().unwrap();
    assert_eq!(manifest::<Shop>().to_text().unwrap(), text);
    assert_eq!(zt_manifest::Manifest::read(&text).unwrap(), manifest::<Shop>());
}
