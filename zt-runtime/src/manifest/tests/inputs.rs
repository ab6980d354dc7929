//! What goes in, field by field, with every bound.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use super::shop::{Cancel, Order, OrderId, OrdersRead, OrdersWrite};
use super::{endpoint, manifest};
use crate::prelude::*;

#[derive(Input)]
enum Size {
    Small,
    #[input(rename = "XL")]
    Large,
}

#[derive(Input)]
struct Cents(#[input(range(min = 1, max = 1000))] u32);

#[derive(Input)]
struct Address {
    #[input(length(min = 1))]
    street: String,
}

/// Everything that an input can hold.
#[derive(Input)]
struct Everything {
    text: String,
    #[input(length(min = 1, max = 8))]
    bounded: Option<String>,
    #[input(length(min = 12, max = 100))]
    password: Secret<String>,
    small: i8,
    #[input(range(min = 0.5))]
    real: f64,
    flag: bool,
    size: Size,
    cents: Cents,
    #[input(items(max = 3), length(max = 5))]
    tags: Vec<String>,
    sizes: Patch<Vec<Option<Size>>>,
    #[input(rename = "homeAddress")]
    home: Box<Address>,
    order: Authorized<Order, Cancel>,
    others: Vec<Authorized<Order, Read>>,
    fresh: Fresh<OrderId>,
}

/// A tree, which holds itself.
#[derive(Input)]
struct Tree {
    label: Option<String>,
    branches: Vec<Tree>,
}

#[derive(Input)]
struct Filter {
    words: Option<String>,
    order: Option<Authorized<Order, Read>>,
}

struct Language;

impl RequestHeader for Language {
    const NAME: &'static str = "accept-language";

    fn parse(_: &str) -> Option<Self> {
        Some(Self)
    }
}

#[derive(Argument)]
struct Bundle {
    filter: Query<Filter>,
    language: Header<Option<Language>>,
}

/// Takes everything.
#[zt::post("/everything", scopes(OrdersWrite))]
async fn everything(body: &Body<Everything>) -> NoContent {
    let Everything { text, bounded, password, small, real, flag, size, cents, .. } = &**body;
    let Everything { tags, sizes, home, order, others, fresh, .. } = &**body;
    let _ = (
        text,
        bounded,
        password,
        small,
        real,
        flag,
        matches!(size, Size::Large | Size::Small),
        cents.0,
    );
    let _ = (tags, sizes, &home.street, order, others, fresh);
    NoContent
}

/// Takes a tree.
#[zt::post("/tree", scopes(OrdersWrite))]
async fn plant(form: &Form<Tree>) -> NoContent {
    let _ = (&form.label, &form.branches);
    NoContent
}

/// Looks for orders.
#[zt::get("/find", scopes(OrdersRead))]
async fn find(bundle: &Bundle) -> NoContent {
    let _ = (&bundle.filter.words, &bundle.filter.order, &bundle.language);
    NoContent
}

/// The shop.
#[zt::service(endpoints(everything, plant, find))]
struct Shop;

fn as_json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn object(action: &str, effect: &str) -> Value {
    json!({ "object": { "resource": "Order", "action": action, "effect": effect } })
}

#[test]
fn b14_every_field_is_told_with_its_bounds() {
    let body = endpoint(&manifest::<Shop>(), "everything").body.unwrap();
    assert_eq!(
        (body.media.as_str(), body.fields.name.as_str()),
        ("application/json", "Everything")
    );
    let size = json!({ "choice": ["small", "XL"] });
    let street = json!([{ "name": "street", "optional": false, "with": [], "kind": { "text": { "min": 1, "max": 256 } } }]);
    let expected = [
        ("text", false, json!({ "text": { "min": 0, "max": 256 } })),
        ("bounded", true, json!({ "text": { "min": 1, "max": 8 } })),
        ("password", false, json!({ "secret": { "min": 12, "max": 100 } })),
        ("small", false, json!({ "whole": { "min": "-128", "max": "127" } })),
        ("real", false, json!({ "number": { "min": "0.5", "max": null } })),
        ("flag", false, json!("truth")),
        ("size", false, size.clone()),
        ("cents", false, json!({ "whole": { "min": "1", "max": "1000" } })),
        (
            "tags",
            false,
            json!({ "list": { "max": 3, "nulls": false, "of": { "text": { "min": 0, "max": 5 } } } }),
        ),
        ("sizes", true, json!({ "list": { "max": 100, "nulls": true, "of": size } })),
        ("homeAddress", false, json!({ "fields": { "name": "Address", "fields": street } })),
        ("order", false, object("Cancel", "writes")),
        (
            "others",
            false,
            json!({ "list": { "max": 100, "nulls": false, "of": object("Read", "reads") } }),
        ),
        ("fresh", false, json!({ "fresh": "OrderId" })),
    ];
    let expected = expected
        .map(|(name, optional, kind)| json!({ "name": name, "optional": optional, "with": [], "kind": kind }));
    assert_eq!(as_json(&body.fields.fields), Value::from(expected.to_vec()));
}

#[test]
fn a_type_that_holds_itself_is_told_once() {
    let body = endpoint(&manifest::<Shop>(), "plant").body.unwrap();
    assert_eq!(body.media, "application/x-www-form-urlencoded");
    let branches = as_json(&body.fields.fields[1].kind);
    assert_eq!(
        branches,
        json!({ "list": { "max": 100, "nulls": false, "of": { "again": "Tree" } } })
    );
}

#[test]
fn a_bundle_is_told_by_its_parts() {
    let find = endpoint(&manifest::<Shop>(), "find");
    assert_eq!(find.headers, ["accept-language"]);
    let query = find.query.unwrap();
    assert_eq!(query.name, "Filter");
    assert_eq!(
        as_json(&query.fields[1]),
        json!({ "name": "order", "optional": true, "with": [], "kind": object("Read", "reads") })
    );
    assert_eq!(find.body, None);
}

#[test]
fn objects_named_in_inputs_reach_their_store_and_are_asked_of_their_policy() {
    let shop = manifest::<Shop>();
    for name in ["everything", "find"] {
        assert_eq!(endpoint(&shop, name).stores, ["Orders"], "{name}");
    }
    let actions: Vec<_> = shop.resources[0].actions.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(actions, ["Cancel", "Read"]);
}

/// A store that only an object in a body needs is missed before the first request.
#[test]
fn b10_a_store_for_an_object_in_a_body_has_to_be_handed_in() {
    let app = Shop::test();
    let started = catch_unwind(AssertUnwindSafe(|| drop(app.anonymous())));
    let said = *started.unwrap_err().downcast::<String>().unwrap();
    assert!(
        said.contains("`everything`: it needs the store") && said.contains("shop::Orders`"),
        "{said}"
    );
}
