//! The stages that contracts reach.

use zt_manifest::{Reached, Sensitivity, Stage};

use super::{endpoint, manifest};
use crate::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
struct OrdersCancel;

/// Shut people out.
#[derive(Scope)]
#[scope("users:ban", writes, admin)]
struct UsersBan;

/// What is known of a person.
#[derive(Scope)]
#[scope("users:secrets", reads, sensitive)]
struct UsersSecrets;

/// Lives?
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// Prices.
#[zt::get("/prices", public(why = "prices are for everyone"))]
async fn prices() -> NoContent {
    NoContent
}

/// Who I am.
#[zt::get(
    "/me",
    authenticated(why = "everybody has an account", owner = "us", until = "2040-01-01")
)]
async fn me() -> NoContent {
    NoContent
}

/// Orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn list() -> NoContent {
    NoContent
}

/// Stop all.
#[zt::post("/orders/stop", scopes(OrdersCancel))]
async fn stop() -> NoContent {
    NoContent
}

/// Stop all, and prove it.
#[zt::post("/orders/halt", scopes(OrdersCancel), proof(max_age = "5m"))]
async fn halt() -> NoContent {
    NoContent
}

/// Out.
#[zt::delete("/people", scopes(UsersBan))]
async fn ban() -> NoContent {
    NoContent
}

/// Secrets.
#[zt::get("/secrets", scopes(UsersSecrets))]
async fn secrets() -> NoContent {
    NoContent
}

/// Bound.
#[zt::group("/bound", proof(bound), endpoints(halt, ban))]
struct Bound;

/// All.
#[zt::service(endpoints(health, prices, me, list, stop, secrets, Bound))]
struct Shop;

/// All but what anybody may.
#[zt::service(stage = initial, endpoints(health, prices, list, stop, secrets, Bound))]
struct Initial;

/// Nobody is asked.
#[zt::service(endpoints(health, prices))]
struct Open;

fn reached(stage: Stage, held_back_by: &str) -> Reached {
    let held_back_by = Some(held_back_by.to_owned()).filter(|id| !id.is_empty());
    Reached { stage, held_back_by }
}

#[test]
fn d09_each_endpoint_says_what_its_contract_reaches() {
    let manifest = manifest::<Shop>();
    for (name, stage, held_back_by) in [
        ("health", Stage::Optimal, ""),
        ("prices", Stage::Initial, "AW"),
        ("me", Stage::Traditional, "I3"),
        ("list", Stage::Advanced, "O1"),
        ("stop", Stage::Initial, "A2"),
        ("halt", Stage::Optimal, ""),
        ("ban", Stage::Initial, "A3"),
        ("secrets", Stage::Initial, "A3"),
    ] {
        assert_eq!(endpoint(&manifest, name).stage, reached(stage, held_back_by), "{name}");
    }
    assert_eq!(manifest.service.stage, reached(Stage::Traditional, "I3"));
    assert_eq!(manifest.service.floor, None);
}

#[test]
fn d09_a_service_is_where_its_weakest_endpoint_is() {
    let service = manifest::<Initial>().service;
    assert_eq!(service.floor, Some(Stage::Initial));
    assert_eq!(service.stage, reached(Stage::Initial, "A2"));
    // Anti-gaming: no lock is no stage.
    assert_eq!(manifest::<Open>().service.stage, reached(Stage::Traditional, "I3"));
}

#[test]
fn d09_the_list_of_scopes_says_how_grave_each_is() {
    let scopes = manifest::<Shop>().scopes;
    let told: Vec<_> = scopes.iter().map(|it| (it.name.as_str(), it.sensitivity)).collect();
    assert_eq!(
        told,
        [
            ("orders:cancel", Sensitivity::Ordinary),
            ("orders:read", Sensitivity::Ordinary),
            ("users:ban", Sensitivity::Admin),
            ("users:secrets", Sensitivity::Sensitive),
        ]
    );
}
