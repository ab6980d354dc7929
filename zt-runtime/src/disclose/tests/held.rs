//! Fields for those who hold a scope, out and in.

#![allow(clippy::unused_async, reason = "tests")]

use serde_json::json;

use crate::Service as _;
use crate::prelude::*;
use crate::testing::block_on;

/// Look people up.
#[derive(Scope)]
#[scope("people:read", reads)]
struct PeopleRead;

/// See their numbers.
#[derive(Scope)]
#[scope("people:phones", reads)]
struct PeoplePhones;

/// Change people.
#[derive(Scope)]
#[scope("people:write", writes)]
struct PeopleWrite;

/// Raise them.
#[derive(Scope)]
#[scope("people:ranks", writes)]
struct PeopleRanks;

#[derive(Disclose)]
#[disclose(plain)]
struct PersonView {
    name: String,
    #[disclose(with(PeoplePhones))]
    phone: String,
}

#[derive(Input)]
struct Change {
    name: String,
    #[input(with(PeopleRanks))]
    rank: Option<String>,
}

/// Ann.
#[zt::get("/ann", scopes(PeopleRead))]
async fn ann() -> Answer<PersonView> {
    Ok(Reply(PersonView { name: "Ann".to_owned(), phone: "555".to_owned() }))
}

/// Change her.
#[zt::post("/ann", scopes(PeopleWrite))]
async fn change(body: &Body<Change>) -> NoContent {
    let _ = (&body.name, &body.rank);
    NoContent
}

/// People.
#[zt::service(endpoints(ann, change))]
struct People;

#[test]
fn b13_a_field_goes_out_to_those_who_hold_its_scope() {
    let people = People::test();
    block_on(async {
        let reader = people.as_caller("bob").holding::<PeopleRead>();
        assert_eq!(reader.get("/ann").await.json(), json!({ "name": "Ann" }));
        let both = reader.holding::<PeoplePhones>();
        assert_eq!(both.get("/ann").await.json(), json!({ "name": "Ann", "phone": "555" }));
    });
}

#[test]
fn x19_a_field_is_taken_from_those_who_hold_its_scope() {
    let people = People::test();
    let (plain, ranked) = (json!({ "name": "Eve" }), json!({ "name": "Eve", "rank": "boss" }));
    block_on(async {
        let writer = people.as_caller("bob").holding::<PeopleWrite>();
        assert_eq!(writer.post("/ann").json(&plain).await.status(), 204);
        assert_eq!(writer.post("/ann").json(&ranked).await.status(), 403);
        let both = writer.holding::<PeopleRanks>();
        assert_eq!(both.post("/ann").json(&ranked).await.status(), 204);
    });
}
