//! What each change of a service means for those who may call it: the requirement D-04 with its additions, as a table.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod onward;

use zt_manifest::{
    Access, Answer, Binding, Effect, Endpoint, Field, Fields, Kind, Manifest, Object, Parameter,
    Policy, RateBy, RateOrigin, Scope, Tenancy, Unproved, Waiver,
};

use super::facts::{Aspects, facts};
use super::fixture::{endpoint, shop};
use super::order::Class::{self, Narrower, Neutral, Wider};
use super::{Change, compare};

/// The changes that a mutation of the shop makes, as class and sentence.
fn changes(mutate: impl FnOnce(&mut Manifest)) -> Vec<(Class, String)> {
    told(compare(&facts(&shop(), Aspects::new()), &facts(&mutated(mutate), Aspects::new())))
}

/// The changes back to the shop.
fn changes_back(mutate: impl FnOnce(&mut Manifest)) -> Vec<(Class, String)> {
    told(compare(&facts(&mutated(mutate), Aspects::new()), &facts(&shop(), Aspects::new())))
}

fn mutated(mutate: impl FnOnce(&mut Manifest)) -> Manifest {
    let mut manifest = shop();
    mutate(&mut manifest);
    manifest
}

fn told(changes: Vec<Change>) -> Vec<(Class, String)> {
    changes.into_iter().map(|it| (it.class, it.sentence)).collect()
}

/// A mutation that is wider one way and narrower the other.
fn widens(mutate: impl Fn(&mut Manifest), sentence: &str) {
    assert_eq!(changes(&mutate), [(Wider, sentence.to_owned())]);
    let back = changes_back(&mutate);
    assert!(back.len() == 1 && back[0].0 == Narrower, "back: {back:?}");
}

/// A mutation that can't be compared: wider both ways.
fn replaces(mutate: impl Fn(&mut Manifest), sentence: &str) {
    assert_eq!(changes(&mutate), [(Wider, sentence.to_owned())]);
    let back = changes_back(&mutate);
    assert!(back.len() == 1 && back[0].0 == Wider, "back: {back:?}");
}

/// A mutation that is neutral both ways.
fn is_neutral(mutate: impl Fn(&mut Manifest), sentence: &str) {
    assert_eq!(changes(&mutate), [(Neutral, sentence.to_owned())]);
    let back = changes_back(&mutate);
    assert!(back.len() == 1 && back[0].0 == Neutral, "back: {back:?}");
}

fn scopes(clauses: &[&[&str]]) -> Access {
    let clauses = clauses.iter().map(|it| it.iter().map(|&scope| scope.to_owned()).collect());
    Access::Scopes(clauses.collect())
}

fn waiver(until: Option<&str>) -> Waiver {
    let until = until.map(str::to_owned);
    Waiver {
        why: "the list is for everyone".to_owned(),
        owner: Some("team-shop".to_owned()),
        until,
    }
}

fn body<'a>(manifest: &'a mut Manifest, name: &str) -> &'a mut Vec<Field> {
    &mut endpoint(manifest, name).body.as_mut().unwrap().fields.fields
}

fn shown<'a>(manifest: &'a mut Manifest, name: &str) -> &'a mut Vec<Field> {
    match &mut endpoint(manifest, name).answer {
        Answer::View { shows: Kind::Fields(fields), .. } => &mut fields.fields,
        other => panic!("{other:?}"),
    }
}

fn field(name: &str, kind: Kind) -> Field {
    Field { name: name.to_owned(), optional: false, kind }
}

fn order_to(action: &str, effect: Effect) -> Object {
    Object { resource: "Order".to_owned(), action: action.to_owned(), effect }
}

fn text(max: u32) -> Kind {
    Kind::Text { min: 0, max: Some(max) }
}

fn new_endpoint(access: Access) -> Endpoint {
    let mut it = shop();
    let mut new = endpoint(&mut it, "list_orders").clone();
    new.path = "/reports".to_owned();
    new.access = access;
    new
}

#[test]
fn d03_what_is_the_same_is_no_change() {
    assert_eq!(changes(|_| {}), []);
}

#[test]
fn d04_a_new_endpoint_for_everyone() {
    let new = new_endpoint(Access::Public(waiver(None)));
    widens(|it| it.endpoints.push(new.clone()), "new endpoint `GET /reports`, for everyone");
}

#[test]
fn d04_a_scope_that_opens_more_endpoints() {
    let new = new_endpoint(scopes(&[&["orders:support"]]));
    widens(
        |it| it.endpoints.push(new.clone()),
        "new endpoint `GET /reports`: callers with `orders:support` can now also call it",
    );
}

#[test]
fn d04_an_endpoint_that_is_gone_is_narrower() {
    let gone = changes(|it| it.endpoints.retain(|it| it.name != "prices"));
    assert_eq!(gone, [(Narrower, "`GET /prices` is gone".to_owned())]);
}

#[test]
fn d04_another_method_is_another_endpoint() {
    let changed = changes(|it| endpoint(it, "list_orders").method = zt_manifest::Method::Delete);
    assert_eq!(changed.iter().map(|it| it.0).collect::<Vec<_>>(), [Wider, Narrower]);
}

#[test]
fn d04_a_guarded_endpoint_becomes_public() {
    widens(
        |it| endpoint(it, "cancel_order").access = Access::Public(waiver(Some("2027-01-01"))),
        "`POST /orders/{order}/cancel` is open to everyone now; it was for callers with `orders:cancel`",
    );
}

#[test]
fn d04_a_guarded_endpoint_becomes_a_probe() {
    widens(
        |it| endpoint(it, "list_orders").access = Access::Probe,
        "`GET /orders` is open to everyone, as a probe now; it was for callers with `orders:read`",
    );
}

#[test]
fn d04_a_probe_that_may_do_more() {
    widens(
        |it| endpoint(it, "health").access = Access::Public(waiver(None)),
        "`GET /health` is open to everyone now; it was for everyone, as a probe",
    );
}

#[test]
fn d04_no_scope_at_all_any_more() {
    widens(
        |it| endpoint(it, "cancel_order").access = Access::Authenticated(waiver(None)),
        "`POST /orders/{order}/cancel` no longer needs a scope: anyone with a valid credential can call it; \
         it was for callers with `orders:cancel`",
    );
}

#[test]
fn d04_from_authenticated_to_public() {
    let why = "help texts are the same for all".to_owned();
    let same = Waiver { why, ..waiver(None) };
    widens(
        |it| endpoint(it, "read_page").access = Access::Public(same.clone()),
        "`GET /pages/{page}` is open to everyone now; it was for anyone with a valid credential",
    );
}

#[test]
fn d04_an_alternative_is_added() {
    widens(
        |it| endpoint(it, "cancel_order").access = scopes(&[&["orders:cancel", "orders:admin"]]),
        "`POST /orders/{order}/cancel` can now also be called with `orders:admin`",
    );
}

#[test]
fn d04_a_scope_is_no_longer_needed() {
    widens(
        |it| endpoint(it, "place_order").access = scopes(&[&["orders:write"]]),
        "`POST /orders` no longer needs `orders:read` or `orders:support`: callers with `orders:write` can call it",
    );
}

#[test]
fn d04_one_scope_in_the_place_of_another() {
    replaces(
        |it| endpoint(it, "cancel_order").access = scopes(&[&["orders:write"]]),
        "`POST /orders/{order}/cancel` is for callers with `orders:write` now; it was for callers with `orders:cancel`",
    );
}

#[test]
fn d04_both_becomes_either() {
    widens(
        |it| {
            endpoint(it, "place_order").access =
                scopes(&[&["orders:write", "orders:read", "orders:support"]]);
        },
        "`POST /orders` is for callers with `orders:read or orders:support or orders:write` now; it was for \
         callers with `(orders:read or orders:support) and orders:write`",
    );
}

#[test]
fn d04_the_order_of_scopes_is_no_change() {
    let turned = scopes(&[&["orders:support", "orders:read"], &["orders:write"]]);
    assert_eq!(changes(|it| endpoint(it, "place_order").access = turned), []);
}

#[test]
fn d04_a_scope_that_only_read_writes() {
    widens(
        |it| it.scopes[1].effect = Effect::Writes,
        "holders of `orders:read` may change data now; they could only read",
    );
}

#[test]
fn d04_an_endpoint_that_only_read_writes() {
    widens(
        |it| endpoint(it, "list_orders").effect = Effect::Writes,
        "`GET /orders` changes data now; it only read",
    );
}

#[test]
fn d04_older_credentials() {
    widens(
        |it| endpoint(it, "cancel_order").proof.max_age_ms = Some(3_600_000),
        "`POST /orders/{order}/cancel` takes credentials up to 1h old; it was 10m",
    );
}

#[test]
fn d04_credentials_of_any_age() {
    widens(
        |it| endpoint(it, "cancel_order").proof.max_age_ms = None,
        "`POST /orders/{order}/cancel` takes credentials of any age; they had to be younger than 10m",
    );
}

#[test]
fn d04_older_logins() {
    widens(
        |it| endpoint(it, "cancel_order").proof.auth_age_ms = Some(3_600_000),
        "`POST /orders/{order}/cancel` takes logins up to 1h old; it was 15m",
    );
}

#[test]
fn d04_logins_of_any_age() {
    widens(
        |it| endpoint(it, "cancel_order").proof.auth_age_ms = None,
        "`POST /orders/{order}/cancel` takes logins of any age; they had to be younger than 15m",
    );
}

#[test]
fn d04_one_more_way_to_log_in() {
    widens(
        |it| endpoint(it, "cancel_order").proof.acr.push("urn:acr:sms".to_owned()),
        "`POST /orders/{order}/cancel` now also takes a login by `urn:acr:sms`",
    );
}

#[test]
fn d04_every_way_to_log_in() {
    widens(
        |it| endpoint(it, "cancel_order").proof.acr.clear(),
        "`POST /orders/{order}/cancel` takes every way to log in; it had to be `urn:acr:mfa or urn:acr:passkey`",
    );
}

#[test]
fn d04_another_way_to_log_in() {
    replaces(
        |it| endpoint(it, "cancel_order").proof.acr = vec!["urn:acr:sms".to_owned()],
        "`POST /orders/{order}/cancel` needs a login by `urn:acr:sms` now; it was `urn:acr:mfa or urn:acr:passkey`",
    );
}

#[test]
fn d04_the_order_of_logins_is_no_change() {
    assert_eq!(changes(|it| endpoint(it, "cancel_order").proof.acr.reverse()), []);
}

#[test]
fn d04_tokens_that_are_bound_to_no_key() {
    widens(
        |it| endpoint(it, "cancel_order").proof.bound = false,
        "`POST /orders/{order}/cancel` takes tokens that are bound to no key now: a stolen one is enough",
    );
    let back = changes_back(|it| endpoint(it, "cancel_order").proof.bound = false);
    let sentence =
        "`POST /orders/{order}/cancel` needs a token that is bound to its holder's key now";
    assert_eq!(back, [(Narrower, sentence.to_owned())]);
    let back = changes_back(|it| endpoint(it, "cancel_order").proof.acr.clear());
    assert_eq!(
        back[0].1,
        "`POST /orders/{order}/cancel` needs a login by `urn:acr:mfa or urn:acr:passkey` now; every way counted"
    );
}

#[test]
fn d04_more_requests() {
    widens(
        |it| endpoint(it, "prices").rate.count = 31,
        "`GET /prices` may be called 31/min by ip (endpoint); it was 30/min by ip (endpoint)",
    );
}

#[test]
fn d04_more_requests_at_once_but_fewer_in_the_long_run() {
    replaces(
        |it| {
            let rate = &mut endpoint(it, "prices").rate;
            (rate.count, rate.per_ms) = (100, 3_600_000);
        },
        "`GET /prices` may be called 100/hour by ip (endpoint); it was 30/min by ip (endpoint)",
    );
}

#[test]
fn d04_counted_by_something_else() {
    replaces(
        |it| endpoint(it, "list_orders").rate.by = RateBy::Client,
        "`GET /orders` may be called 60/min by client (group); it was 60/min by subject (group)",
    );
}

#[test]
fn d04_a_count_of_its_own_in_the_place_of_a_shared_one() {
    widens(
        |it| endpoint(it, "list_orders").rate.origin = RateOrigin::Endpoint,
        "`GET /orders` may be called 60/min by subject (endpoint); it was 60/min by subject (group)",
    );
}

#[test]
fn d04_larger_bodies() {
    widens(
        |it| endpoint(it, "place_order").limits.body_bytes = 1_048_576,
        "`POST /orders` takes bodies up to 1MiB; it was 64KiB",
    );
}

#[test]
fn d04_more_time() {
    widens(
        |it| endpoint(it, "place_order").limits.time_ms = 2_500,
        "`POST /orders` may take 2500ms to answer; it was 2s",
    );
}

#[test]
fn d04_the_object_check_is_gone() {
    widens(
        |it| {
            let open = Binding::Open { kind: text(40), waiver: waiver(None) };
            endpoint(it, "get_order").parameters[0].binding = open;
        },
        "`GET /orders/{order}` no longer checks `{order}`: any caller can put in the id of anybody's `Order`",
    );
}

#[test]
fn d04_another_action_is_asked_about() {
    replaces(
        |it| {
            let object = Binding::Object(order_to("Read", Effect::Reads));
            endpoint(it, "cancel_order").parameters[0].binding = object;
        },
        "`POST /orders/{order}/cancel` checks `{order}` as object(Order, Read, reads); it was \
         object(Order, Cancel, writes)",
    );
}

#[test]
fn d04_a_parameter_is_no_longer_the_callers_own() {
    widens(
        |it| {
            let open = Binding::Open { kind: text(40), waiver: waiver(None) };
            endpoint(it, "orders_of").parameters[0].binding = open;
        },
        "`GET /people/{person}/orders` no longer ties `{person}` to the caller; it was own subject",
    );
}

#[test]
fn d04_the_tenant_in_the_place_of_the_person() {
    replaces(
        |it| endpoint(it, "orders_of").parameters[0].binding = Binding::OwnTenant,
        "`GET /people/{person}/orders` checks `{person}` as own tenant; it was own subject",
    );
}

#[test]
fn d04_an_open_parameter_takes_more() {
    widens(
        |it| match &mut endpoint(it, "read_page").parameters[0].binding {
            Binding::Open { kind, .. } => *kind = Kind::Text { min: 1, max: Some(400) },
            other => panic!("{other:?}"),
        },
        "`GET /pages/{page}` no longer ties `{page}` to the caller; it was open, text(1..40)",
    );
}

#[test]
fn a_parameter_with_another_name_is_neutral() {
    is_neutral(
        |it| {
            let cancel = endpoint(it, "cancel_order");
            cancel.path = "/orders/{id}/cancel".to_owned();
            cancel.parameters[0].name = "id".to_owned();
        },
        "`POST /orders/{order}/cancel` is spelled `POST /orders/{id}/cancel` now",
    );
}

#[test]
fn d04_a_parameter_with_another_name_and_no_check() {
    let told = changes(|it| {
        let cancel = endpoint(it, "cancel_order");
        cancel.path = "/orders/{id}/cancel".to_owned();
        let binding = Binding::Open { kind: text(40), waiver: waiver(None) };
        cancel.parameters = vec![Parameter { name: "id".to_owned(), binding }];
    });
    assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), [Neutral, Wider]);
}

#[test]
fn d04_a_field_more_goes_out() {
    widens(
        |it| shown(it, "get_order").push(field("email", text(100))),
        "`GET /orders/{order}` now also shows `email`",
    );
}

#[test]
fn d04_a_field_within_a_field_goes_out() {
    let address = |fields: &[&str]| {
        let fields = fields.iter().map(|name| field(name, text(100))).collect();
        field("address", Kind::Fields(Fields { name: "Address".to_owned(), fields }))
    };
    let (mut before, mut after) = (shop(), shop());
    shown(&mut before, "get_order").push(address(&["city"]));
    shown(&mut after, "get_order").push(address(&["city", "street"]));
    let told = told(compare(&facts(&before, Aspects::new()), &facts(&after, Aspects::new())));
    let sentence = "`GET /orders/{order}` now also shows `address.street`";
    assert_eq!(told, [(Wider, sentence.to_owned())]);
}

#[test]
fn d04_a_field_shows_something_else() {
    replaces(
        |it| shown(it, "get_order")[1].kind = text(100),
        "`GET /orders/{order}` shows `total` as text(0..100); it was whole(..)",
    );
}

#[test]
fn bounds_of_what_is_shown_are_neutral() {
    is_neutral(
        |it| shown(it, "read_page")[0].kind = text(100),
        "`GET /pages/{page}` shows `text` as text(0..100); it was text(0..)",
    );
}

#[test]
fn d04_a_list_in_the_place_of_one() {
    widens(
        |it| match &mut endpoint(it, "get_order").answer {
            Answer::View { many, .. } => *many = true,
            other => panic!("{other:?}"),
        },
        "`GET /orders/{order}` answers with a list of views of Order; it was a view of Order",
    );
}

#[test]
fn d04_a_view_that_needs_no_evidence_any_more() {
    widens(
        |it| match &mut endpoint(it, "get_order").answer {
            Answer::View { of, .. } => *of = None,
            other => panic!("{other:?}"),
        },
        "`GET /orders/{order}` answers with a plain view; it was a view of Order",
    );
}

#[test]
fn d04_bytes_in_the_place_of_nothing() {
    widens(
        |it| endpoint(it, "health").answer = Answer::Download,
        "`GET /health` answers with a download; it was nothing",
    );
}

#[test]
fn d04_a_redirect_to_another_site() {
    let to = |site: &str| Answer::Redirect { origin: site.to_owned() };
    let mut before = shop();
    endpoint(&mut before, "health").answer = to("Bank");
    let mut after = shop();
    endpoint(&mut after, "health").answer = to("Elsewhere");
    let none = Aspects::new;
    let told = told(compare(&facts(&before, none()), &facts(&after, none())));
    let sentence = "`GET /health` answers with a redirect to Elsewhere; it was a redirect to Bank";
    assert_eq!(told, [(Wider, sentence.to_owned())]);
}

#[test]
fn d04_files_of_another_kind_come_in() {
    let file = |it: &mut Manifest| {
        let body = endpoint(it, "cancel_order").body.as_mut().unwrap();
        body.file = vec!["image/svg+xml".to_owned()];
    };
    widens(file, "`POST /orders/{order}/cancel` now takes files of `image/svg+xml`");
}

#[test]
fn d04_a_field_more_comes_in() {
    widens(
        |it| body(it, "cancel_order").push(field("refund", Kind::Truth)),
        "callers of `POST /orders/{order}/cancel` can now also send `refund` in its body: truth",
    );
}

#[test]
fn d04_a_longer_text_comes_in() {
    widens(
        |it| body(it, "cancel_order")[0].kind = text(5000),
        "callers of `POST /orders/{order}/cancel` can send `reason` in its body as text(0..5000); it was text(0..500)",
    );
}

#[test]
fn d04_one_more_choice_comes_in() {
    widens(
        |it| match &mut body(it, "place_order")[2].kind {
            Kind::Choice(words) => words.push("free".to_owned()),
            other => panic!("{other:?}"),
        },
        "callers of `POST /orders` can send `speed` in its body as choice([\"fast\",\"free\",\"slow\"]); it was \
         choice([\"fast\",\"slow\"])",
    );
}

#[test]
fn d04_a_greater_number_comes_in() {
    widens(
        |it| {
            let page = &mut endpoint(it, "list_orders").query.as_mut().unwrap().fields[0];
            page.kind = Kind::Whole { min: Some("1".to_owned()), max: Some("1000".to_owned()) };
        },
        "callers of `GET /orders` can send `page` in its query as whole(1..1000), optional; it was \
         whole(1..100), optional",
    );
}

#[test]
fn d04_a_longer_list_comes_in() {
    widens(
        |it| match &mut body(it, "place_order")[3].kind {
            Kind::List { max, .. } => *max = None,
            other => panic!("{other:?}"),
        },
        "callers of `POST /orders` can send `lines` in its body as list(0..); it was list(0..20)",
    );
}

#[test]
fn d04_a_field_that_may_be_left_out() {
    widens(
        |it| body(it, "cancel_order")[0].optional = true,
        "callers of `POST /orders/{order}/cancel` can send `reason` in its body as text(0..500), optional; it was \
         text(0..500)",
    );
}

#[test]
fn d04_the_object_in_a_body_is_no_longer_checked() {
    replaces(
        |it| match &mut body(it, "place_order")[3].kind {
            Kind::List { of, .. } => match of.as_mut() {
                Kind::Fields(line) => line.fields[0].kind = text(40),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        },
        "`POST /orders` no longer checks the object in `lines[].product` of its body: it takes text(0..40), and it was \
         object(Product, Read, reads)",
    );
}

#[test]
fn d04_another_media_type() {
    replaces(
        |it| {
            let media = "application/x-www-form-urlencoded".to_owned();
            endpoint(it, "cancel_order").body.as_mut().unwrap().media = media;
        },
        "the media type that `POST /orders/{order}/cancel` reads is \"application/x-www-form-urlencoded\" now; it was \
         \"application/json\"",
    );
}

#[test]
fn d04_a_header_more_is_read() {
    widens(
        |it| endpoint(it, "list_orders").headers.push("x-role".to_owned()),
        "`GET /orders` now reads the header `x-role`",
    );
}

#[test]
fn d04_a_store_more_is_reached() {
    widens(
        |it| endpoint(it, "get_order").stores.push("Orders".to_owned()),
        "the handler of `GET /orders/{order}` can now reach the store `Orders`",
    );
}

#[test]
fn d04_a_method_without_a_proof_more() {
    let unproved = Unproved { method: "dump".to_owned(), waiver: waiver(None) };
    widens(
        |it| it.stores[0].unproved.push(unproved.clone()),
        "every handler with the store `Orders` can call `dump` without a proof (the list is for everyone)",
    );
}

#[test]
fn d04_waivers_that_are_prolonged() {
    widens(
        |it| it.stores[0].unproved[0].waiver.until = Some("2028-06-30".to_owned()),
        "the waiver of `Orders::count` is prolonged to 2028-06-30; it was to end on 2027-06-30",
    );
    widens(
        |it| {
            endpoint(it, "prices").access = Access::Public(Waiver {
                why: "the price list is for everyone".to_owned(),
                ..waiver(None)
            })
        },
        "the waiver of `GET /prices` has no end any more; it was 2027-06-30",
    );
    widens(
        |it| match &mut endpoint(it, "read_page").parameters[0].binding {
            Binding::Open { waiver, .. } => waiver.until = Some("2030-01-01".to_owned()),
            other => panic!("{other:?}"),
        },
        "the waiver of `{page}` in `GET /pages/{page}` is prolonged to 2030-01-01; it was to end on 2027-06-30",
    );
}

#[test]
fn d04_tenants_are_no_longer_kept_apart() {
    widens(
        |it| it.resources[0].tenancy = Tenancy::Single,
        "`Order` is no longer kept apart by tenant: callers of one reach those of another",
    );
}

#[test]
fn d04_code_decides_in_the_place_of_the_owner() {
    widens(
        |it| it.resources[0].actions[0].owner_only = false,
        "`Cancel` on `Order` is decided by code now; only its owner could do it",
    );
}

#[test]
fn d04_an_action_that_only_read_writes() {
    widens(
        |it| it.resources[0].actions[1].effect = Effect::Writes,
        "`Read` on `Order` changes data now; it only read",
    );
}

#[test]
fn d04_another_store_finds_the_resource() {
    replaces(
        |it| it.resources[0].store = "Cache".to_owned(),
        "`Order` is found by `Cache` now; it was `Orders`",
    );
}

#[test]
fn words_are_neutral() {
    is_neutral(
        |it| endpoint(it, "list_orders").reason = "All my orders.".to_owned(),
        "the reason of `GET /orders` is \"All my orders.\" now; it was \"My orders.\"",
    );
    is_neutral(
        |it| endpoint(it, "list_orders").name = "orders".to_owned(),
        "the handler of `GET /orders` is \"orders\" now; it was \"list_orders\"",
    );
    is_neutral(
        |it| it.scopes[0].reason = "Stop it.".to_owned(),
        "the reason of the scope `orders:cancel` is \"Stop it.\" now; it was \"Stop an order before it ships.\"",
    );
    is_neutral(
        |it| it.service.name = "Store".to_owned(),
        "the service's name is \"Store\" now; it was \"Shop\"",
    );
}

#[test]
fn what_no_endpoint_uses_is_neutral() {
    let scope = Scope {
        name: "orders:admin".to_owned(),
        effect: Effect::Writes,
        reason: "Everything.".to_owned(),
    };
    let told = changes(|it| it.scopes.push(scope));
    assert!(told.iter().all(|it| it.0 == Neutral), "{told:?}");
    assert!(told.iter().any(|it| it.1 == "new scope `orders:admin`, which writes"), "{told:?}");
    let policy = Policy { action: "Print".to_owned(), effect: Effect::Reads, owner_only: true };
    let told = changes(|it| it.resources[0].actions.push(policy));
    assert!(told.iter().all(|it| it.0 == Neutral), "{told:?}");
}

/// A configuration that was `before` and is `after`.
fn configured(before: &str, after: &str) -> Vec<(Class, String)> {
    let of = |text: &str| facts(&shop(), super::configuration(text).unwrap());
    told(compare(&of(before), &of(after)))
}

fn configuration_widens(before: &str, after: &str, sentence: &str) {
    assert_eq!(configured(before, after), [(Wider, sentence.to_owned())]);
}

#[test]
fn d04_the_configuration_widens() {
    for (before, after, sentence) in [
        ("", "issuer = \"https://id\"", "tokens of the issuer `https://id` count now"),
        (
            "issuer = \"https://id\"",
            "issuer = \"https://evil\"",
            "tokens of the issuer `https://evil` count now; it was `https://id`",
        ),
        ("audience = \"a\"", "audience = \"b\"", "tokens made for `b` count now; it was `a`"),
        ("", "keys = [\"k4.public.a\"]", "the configuration's `keys` now takes `k4.public.a`"),
        ("", "token_life = \"24h\"", "tokens may live for 24h; it was 1h"),
        ("leeway = \"5s\"", "", "the issuer's clock may be 10s ahead; it was 5s"),
        (
            "[network]\nOffice = [\"10.0.0.0/24\"]",
            "[network]\nOffice = [\"10.0.0.0/24\", \"10.0.0.0/8\"]",
            "the configuration's `network.Office` now takes `10.0.0.0/8`",
        ),
        (
            "profile = \"production\"",
            "profile = \"development\"",
            "the service issues its own tokens now: `profile = \"development\"`",
        ),
        ("", "strict = false", "the configuration's `strict` is \"false\" now; there was none"),
    ] {
        configuration_widens(before, after, sentence);
    }
}

#[test]
fn d04_the_configuration_narrows() {
    for (before, after) in [
        ("keys = [\"k4.public.a\", \"k4.public.b\"]", "keys = [\"k4.public.a\"]"),
        ("", "token_life = \"5m\""),
        ("leeway = \"20s\"", "leeway = \"1s\""),
        ("profile = \"development\"", "profile = \"production\""),
    ] {
        let told = configured(before, after);
        assert!(told.len() == 1 && told[0].0 == Narrower, "{told:?}");
    }
    assert_eq!(configured("listen = \"a\"", "listen = \"b\"\nstate = \"c\""), []);
}
