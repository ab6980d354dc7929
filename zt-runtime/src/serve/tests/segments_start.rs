//! O6: what keeps a service with several segments from starting.

use zt_core::contract::{Contract, Method, SegmentInfo};
use zt_core::grammar::Date;

use super::{gates_of, parts, tables};
use crate::config::Bounds;
use crate::endpoint::Stores;
use crate::identity::{Memory, SegmentTerms};
use crate::prelude::*;
use crate::serve::SegmentParts;
use crate::serve::assemble::Parts;
use crate::serve::checks::no_longer_shared;
use crate::testing::fixture::contract;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
struct Admin;

/// What is told of these contracts with these segments configured.
fn told(contracts: &[Contract], configured: &[&str]) -> String {
    let parts = parts();
    let segments = configured.iter().map(|name| {
        let verifier = parts.main.verifier.in_segment(&SegmentTerms::default(), Memory::default());
        SegmentParts {
            name: (*name).to_owned(),
            verifier,
            bounds: Bounds::loopback(),
            clients: None,
        }
    });
    let segments = segments.collect();
    let parts: Parts = parts.with_segments(segments);
    gates_of(tables(contracts), parts).err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn o6_a_segment_is_configured_just_when_it_has_endpoints() {
    let in_main = contract("list", Method::Get, "/list");
    let in_admin = Contract { segment: Some(Admin::INFO), ..contract("one", Method::Get, "/one") };
    assert_eq!(told(&[in_main, in_admin], &["admin"]), "");
    assert_eq!(told(&[in_admin], &["admin"]), "");
    let missing = told(&[in_main, in_admin], &[]);
    assert!(missing.contains("`one`: it is of the segment `admin`"), "{missing}");
    assert!(missing.contains("[segments.admin]") && missing.contains("ZT_SEGMENTS_ADMIN_LISTEN"));
    let unused = told(&[in_main], &["attic"]);
    assert!(unused.contains("[segments.attic]: no endpoint is of a segment"), "{unused}");
}

#[test]
fn o6_two_segments_of_one_name_are_told() {
    const OTHER: SegmentInfo = SegmentInfo::new("admin", "Somebody else's.");
    let one = Contract { segment: Some(Admin::INFO), ..contract("one", Method::Get, "/one") };
    let other = Contract { segment: Some(OTHER), ..contract("other", Method::Get, "/other") };
    let said = told(&[one, other], &["admin"]);
    assert!(said.contains("two segments are called `admin`"), "{said}");
}

// B-07: which of two endpoints answers would depend on the door.
#[test]
fn o6_b07_overlapping_paths_of_two_segments_have_different_rules() {
    let one = contract("one", Method::Get, "/orders/{order}");
    let other =
        Contract { segment: Some(Admin::INFO), ..contract("new", Method::Get, "/orders/new") };
    let said = told(&[one, other], &["admin"]);
    assert!(said.contains("their rules differ"), "{said}");
}

/// Move things.
#[derive(Scope)]
#[scope("things:move", writes)]
struct Move;

/// Move it.
#[derive(Action)]
#[action(writes)]
struct Shift;

#[derive(Id)]
struct UserId(u64);

#[derive(Resource)]
#[resource(id = UserId, store = People, load = People::find, owner = subject, tenancy = single, owner_may(Shift))]
struct Person {
    subject: Subject,
}

struct People;

#[zt::store(segment = Admin)]
impl People {
    async fn find(&self, _: &UserId, _: Loading<'_>) -> zt::Result<Option<Person>> {
        Ok(None)
    }
}

#[derive(Input)]
struct Boxed {
    person: Box<Named>,
}

#[derive(Input)]
struct Named {
    person: Authorized<Person, Shift>,
}

/// Reaches what the compiler can't see.
#[zt::post("/hidden", scopes(Move))]
async fn hidden(body: &Body<Boxed>) -> NoContent {
    let _ = &body.person.person;
    NoContent
}

/// One that reaches another segment's store behind a `Box`.
#[zt::service(endpoints(hidden))]
struct Hidden;

#[test]
fn o6_a_store_that_the_compiler_could_not_see_is_found_at_the_start() {
    let mut parts = parts();
    parts.add(People);
    let said = super::super::gates::<Hidden>(parts).err().unwrap().to_string();
    assert!(
        said.contains(
            "`hidden`: it is of the segment `main`, and reaches the store `People` of `admin`"
        ),
        "{said}"
    );
}

struct Ledger;

#[zt::store(shared(
    Main,
    Admin,
    why = "both read the ledger",
    owner = "team-shop",
    until = "2020-01-31"
))]
impl Ledger {}

// B-03: sharing is a waiver, and warns once its day has gone by.
#[test]
fn b03_o6_a_store_that_is_no_longer_shared_is_told() {
    let mut stores = Stores::default();
    stores.add(Ledger);
    assert!(no_longer_shared(&stores, Date::from_ymd(2020, 1, 31)).is_empty());
    let told: Vec<_> = no_longer_shared(&stores, Date::from_ymd(2020, 2, 1)).into_iter().collect();
    assert_eq!(
        told,
        ["the store `Ledger`: its `shared(..)` ended on 2020-01-31: \"both read the ledger\""]
    );
}
