//! How far the shop is on the way to zero trust: what zt computes is what a person finds by reading, line by line.
#![allow(clippy::unwrap_used, reason = "tests")]

use shop::Shop;
use zt::prelude::*;

/// By hand, from the annotations: route, stage, and the first criterion that keeps it from more.
///
/// - What changes data takes tokens that are bound to a key (A2) and ten minutes old at most (A3), which are two things beside the
///   token (A11). It is advanced, until five minutes are the most (O2).
/// - What only reads is advanced, until tokens have to be bound everywhere (O1).
/// - The probe, and the price list whose waivers have an owner and a last day, hold nothing back.
const BY_HAND: &str = "
GET /changes | advanced | O1
GET /claims | advanced | O1
GET /health | optimal | -
GET /me | advanced | O1
GET /orders | advanced | O1
POST /orders | advanced | O2
GET /orders/{order} | advanced | O1
PATCH /orders/{order} | advanced | O2
DELETE /orders/{order} | advanced | O2
POST /orders/{order}/cancel | advanced | O2
POST /orders/{order}/claims | advanced | O2
GET /orders/{order}/claims/{claim} | advanced | O1
GET /orders/{order}/claims/{claim}/photo | advanced | O1
POST /orders/{order}/claims/{claim}/refund | optimal | -
GET /orders/{order}/invoice | advanced | O1
GET /orders/{order}/parcel | advanced | O1
GET /prices/{shop} | optimal | -
GET /products | advanced | O1
POST /products | advanced | O2
GET /products/{product} | advanced | O1
PATCH /products/{product} | advanced | O2
GET /support/orders | advanced | O1
POST /support/orders/search | advanced | O1
PATCH /support/orders/{order} | advanced | O2
";

#[test]
fn d09_the_computed_stages_are_those_found_by_reading() {
    let manifest = Shop::manifest().unwrap();
    let computed: Vec<String> = manifest
        .endpoints
        .iter()
        .map(|it| {
            let stage = format!("{:?}", it.stage.stage).to_lowercase();
            let held = it.stage.held_back_by.as_deref().unwrap_or("-");
            let method = format!("{:?}", it.method).to_uppercase();
            format!("{method} {} | {stage} | {held}", it.path)
        })
        .collect();
    let by_hand: Vec<&str> = BY_HAND.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(computed, by_hand);
    let whole = &manifest.service.stage;
    assert_eq!(format!("{whole:?}"), "Reached { stage: Advanced, held_back_by: Some(\"O1\") }");
}
