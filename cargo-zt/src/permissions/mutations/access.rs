//! Who may call.

use super::*;

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
