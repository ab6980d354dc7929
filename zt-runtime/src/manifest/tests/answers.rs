//! What goes out.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::shop::{Order, OrderId, OrdersRead};
use super::{endpoint, manifest};
use crate::prelude::*;

#[derive(Disclose)]
#[disclose(plain)]
enum State {
    Open,
    AllDone,
}

#[derive(Disclose)]
#[disclose(plain)]
struct Cents(u64);

#[derive(Disclose)]
#[disclose(plain)]
struct Line {
    text: Cow<'static, str>,
    cents: Option<Cents>,
}

#[derive(Disclose)]
#[disclose(of = Order)]
struct OrderView {
    id: OrderId,
    state: State,
    #[disclose(rename = "allLines")]
    lines: Vec<Line>,
    flags: [bool; 2],
    weight: f32,
    initial: char,
    #[disclose(never)]
    #[allow(dead_code, reason = "it is shown to nobody")]
    hidden: String,
}

impl From<&Order> for OrderView {
    fn from(_: &Order) -> Self {
        Self {
            id: zt::Id::parse("7").unwrap(),
            state: State::Open,
            lines: vec![Line { text: "".into(), cents: None }],
            flags: [true, false],
            weight: 1.0,
            initial: 'a',
            hidden: String::new(),
        }
    }
}

#[derive(Disclose)]
#[disclose(plain)]
struct Tree {
    branches: Vec<Tree>,
}

#[derive(Disclose)]
#[disclose(plain)]
struct Nothing {}

struct Elsewhere;

impl Site for Elsewhere {
    const ORIGIN: &'static str = "https://pay.example";
}

/// One.
#[zt::get("/one/{order}", scopes(OrdersRead))]
async fn one(order: &Authorized<Order, Read>) -> Answer<OrderView> {
    Ok(Reply::of(order))
}

/// Many.
#[zt::get("/many", scopes(OrdersRead))]
async fn many(caller: &Caller<many>) -> Answer<Vec<OrderView>> {
    let rows: Vec<Order> = Vec::new();
    Ok(Reply::of(&rows.authorized::<Read>(caller)))
}

/// A word.
#[zt::get("/state", scopes(OrdersRead))]
async fn state() -> Reply<State> {
    Reply(State::AllDone)
}

/// A tree.
#[zt::get("/tree", scopes(OrdersRead))]
async fn tree() -> Answer<Tree> {
    Ok(Reply(Tree { branches: Vec::new() }))
}

/// Nothing much.
#[zt::get("/nothing", scopes(OrdersRead))]
async fn nothing() -> Answer<Nothing> {
    Ok(Reply(Nothing {}))
}

/// A file.
#[zt::get("/file", scopes(OrdersRead))]
async fn file(caller: &Caller<file>) -> Result<Download, Problem> {
    Ok(Download::of(caller, "a.txt", "text/plain", "a"))
}

/// To the till.
#[zt::get("/pay", scopes(OrdersRead))]
async fn pay() -> Redirect<Elsewhere> {
    Redirect::to("/till")
}

/// As they change.
#[zt::get("/changes", scopes(OrdersRead), stream)]
async fn changes(events: &Events<OrderView>) -> Streamed {
    Ok(events.open().end())
}

/// The states, one after the other.
#[zt::get("/states", scopes(OrdersRead), stream(recheck = "5s"))]
async fn states(events: &Events<State>) -> Streamed {
    Ok(events.open().end())
}

/// The shop.
#[zt::service(endpoints(one, many, state, tree, nothing, file, pay, changes, states))]
struct Shop;

fn answer(name: &str) -> Value {
    serde_json::to_value(endpoint(&manifest::<Shop>(), name).answer).unwrap()
}

fn field(name: &str, optional: bool, kind: &Value) -> Value {
    json!({ "name": name, "optional": optional, "with": [], "kind": kind })
}

#[test]
fn b13_a_view_is_told_field_by_field_with_its_resource() {
    let whole = json!({ "whole": { "min": null, "max": null } });
    let lines = json!([
        field("text", false, &json!({ "text": { "min": 0, "max": null } })),
        field("cents", true, &whole),
    ]);
    let line = json!({ "fields": { "name": "Line", "fields": lines } });
    let shows = json!({ "fields": { "name": "OrderView", "fields": [
        field("id", false, &json!({ "id": "OrderId" })),
        field("state", false, &json!({ "choice": ["open", "all_done"] })),
        field("allLines", false, &json!({ "list": { "max": null, "nulls": false, "of": line } })),
        field("flags", false, &json!({ "list": { "max": null, "nulls": false, "of": "truth" } })),
        field("weight", false, &json!({ "number": { "min": null, "max": null } })),
        field("initial", false, &json!({ "text": { "min": 1, "max": 1 } })),
    ] } });
    assert_eq!(answer("one"), json!({ "view": { "many": false, "of": "Order", "shows": shows } }));
    assert_eq!(answer("many"), json!({ "view": { "many": true, "of": "Order", "shows": shows } }));
}

#[test]
fn a_plain_view_shows_no_resource() {
    let view = |shows: Value| json!({ "view": { "many": false, "of": null, "shows": shows } });
    assert_eq!(answer("state"), view(json!({ "choice": ["open", "all_done"] })));
    assert_eq!(answer("nothing"), view(json!({ "fields": { "name": "Nothing", "fields": [] } })));
    let again = json!({ "list": { "max": null, "nulls": false, "of": { "again": "Tree" } } });
    let fields = json!([field("branches", false, &again)]);
    assert_eq!(answer("tree"), view(json!({ "fields": { "name": "Tree", "fields": fields } })));
}

#[test]
fn c03_a_stream_is_told_with_its_view_and_how_long_a_decision_holds() {
    let view = answer("one")["view"]["shows"].clone();
    let stream = json!({ "of": "Order", "shows": view, "recheck_ms": 15_000, "socket": false });
    assert_eq!(answer("changes"), json!({ "stream": stream }));
    let states = json!({ "choice": ["open", "all_done"] });
    let stream = json!({ "of": null, "shows": states, "recheck_ms": 5_000, "socket": false });
    assert_eq!(answer("states"), json!({ "stream": stream }));
}

#[test]
fn other_answers_are_told_too() {
    assert_eq!(answer("file"), json!("download"));
    assert_eq!(answer("pay"), json!({ "redirect": { "origin": "https://pay.example" } }));
}

#[test]
fn a_resource_that_is_only_shown_is_listed() {
    assert_eq!(manifest::<Shop>().resources[0].name, "Order");
}
