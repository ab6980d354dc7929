//! Stores, resources, and waivers in time.

use super::*;

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
