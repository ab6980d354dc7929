#![allow(clippy::unwrap_used, reason = "tests")]

use alloc::format;
use alloc::vec::Vec;

use super::super::testing::{first_line, refusal as refused};
use super::*;
use crate::contract::fixtures::{contract, leak, outer};
use crate::contract::{Method, Outer};

const GET_ORDER: Contract = Contract { pattern: "/{order}", ..contract("get_order") };
const SHOW_ORDER: Contract = Contract { pattern: "/orders/{id}", ..contract("show_order") };
const DROP_ORDER: Contract = Contract { method: Method::Delete, ..SHOW_ORDER };
const ANOTHER: Contract = Contract { pattern: "/part7/{other}", ..contract("another") };
const ORDERS: Outer = Outer { prefix: "/orders", ..outer("OrdersApi") };

static APART: &[Mount] = &[
    Mount::Endpoint(&SHOW_ORDER),
    Mount::Endpoint(&DROP_ORDER),
    Mount::Group(&ORDERS, &[&contract("list_orders")]),
];
static TWICE: &[Mount] = &[
    Mount::Endpoint(&DROP_ORDER),
    Mount::Group(&ORDERS, &[&GET_ORDER]),
    Mount::Endpoint(&SHOW_ORDER),
];

const _: () = check_unique(APART);
const _: () = check_unique(&[]);
const TWINS: Twins = find_twins(TWICE);
const _: () = check_unique_mount(&TWINS, 0);
const _: () = check_unique_mount(&TWINS, 1);

#[test]
fn zt0905_b07_two_endpoints_of_one_shape() {
    let message = refused(|| check_unique(TWICE)).unwrap();
    let what = first_line(&message, "ZT0905");
    assert_eq!(what, "`get_order` and `show_order` answer GET /orders/{id} [ZT0905]");
    assert!(message.contains("src/main.rs:7"), "{message}");
}

#[test]
fn zt0905_stands_at_the_second_name() {
    assert_eq!(refused(|| check_unique_mount(&TWINS, 0)), None);
    assert_eq!(refused(|| check_unique_mount(&TWINS, 1)), None);
    assert!(refused(|| check_unique_mount(&TWINS, 2)).is_some());
    assert_eq!(TWINS.iter().map(|twin| twin.mount).collect::<Vec<_>>(), [2]);
    assert_eq!(refused(|| check_unique(APART)), None);
}

// Hashes meet by chance, so they are never believed alone.
#[test]
fn zt0905_only_what_is_alike_in_everything_is_a_twin() {
    let entry = |hash, contract| Entry { hash, prefix: "", contract };
    let show = entry(7, &SHOW_ORDER);
    assert!(show.is_twin_of(&entry(7, &SHOW_ORDER)));
    for other in [entry(8, &SHOW_ORDER), entry(7, &DROP_ORDER), entry(7, &ANOTHER)] {
        assert!(!show.is_twin_of(&other) && !other.is_twin_of(&show));
    }
}

#[test]
fn zt0905_one_group_mounted_twice() {
    static MOUNTS: &[Mount] = &[
        Mount::Group(&ORDERS, &[&GET_ORDER]),
        Mount::Group(&ORDERS, &[&GET_ORDER, &contract("list")]),
    ];
    let message = refused(|| check_unique(MOUNTS)).unwrap();
    assert_eq!(
        first_line(&message, "ZT0905"),
        "`get_order` and `get_order` answer GET /orders/{order} [ZT0905]"
    );
}

#[test]
fn zt0905_several_pairs_are_found_at_once() {
    let mounts: Vec<Mount> = (0..30).map(|_| Mount::Endpoint(&SHOW_ORDER)).collect();
    let twins = find_twins(leak(mounts));
    assert_eq!(twins.iter().map(|twin| twin.mount).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

/// The largest table is meant for const evaluation and outgrows a test's stack.
#[test]
fn zt0905_each_table_finds_its_last_pair() {
    let roomy = std::thread::Builder::new().stack_size(64 << 20);
    let tests = roomy.spawn(|| [127, 128, 129, 2_048, 2_049, 8_192].map(find_last_pair)).unwrap();
    assert!(tests.join().is_ok());
}

fn find_last_pair(size: usize) {
    let endpoint = |i| Contract { pattern: leak(format!("/part{i}/{{id}}")), ..contract("one") };
    let mut mounts: Vec<_> = (0..size - 1).map(|i| Mount::Endpoint(leak(endpoint(i)))).collect();
    assert_eq!(find_twins(leak(mounts.clone())).iter().count(), 0, "{size}");
    mounts.push(Mount::Endpoint(&ANOTHER));
    let twins: Vec<_> = find_twins(leak(mounts)).iter().map(|twin| twin.mount).collect();
    assert_eq!(twins, [size - 1]);
}

#[test]
fn zt0905_more_endpoints_than_can_be_compared() {
    let contracts: &[&Contract] = leak(alloc::vec![&SHOW_ORDER; MAX_ENDPOINTS + 1]);
    let mounts = leak([Mount::Group(&ORDERS, contracts)]);
    let message = refused(|| check_unique(mounts)).unwrap();
    assert_eq!(first_line(&message, "ZT0905"), "a service of 8193 endpoints is over 8192 [ZT0905]");
}

// A full table is searched to its end and on from its beginning: a twin behind others is a twin.
#[test]
fn zt0905_a_twin_is_found_where_hashes_meet_at_the_end_of_the_table() {
    let entry = |contract| Entry { hash: 3, prefix: "", contract };
    let mut table = [None; 4];
    for contract in [&SHOW_ORDER, &DROP_ORDER, &ANOTHER] {
        assert_eq!(insert(&mut table, entry(contract)), None);
    }
    for contract in [&SHOW_ORDER, &DROP_ORDER, &ANOTHER] {
        assert_eq!(insert(&mut table, entry(contract)), Some(contract), "{}", contract.name);
    }
}
