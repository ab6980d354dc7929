//! Scopes, resources, endpoints and service in four crates, and zt under another name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

use house_objects::{Room, RoomId, Rooms};
use house_scopes::{RoomsRead, RoomsWrite};
use house_service::House;
use renamed::{Cave, CaveOpen};
use serde_json::json;
use zt::testing::{TestApp, block_on};
use zt::{Service as _, Subject};

fn house() -> TestApp<House> {
    let app = House::test();
    let room = |id, owner: Subject| Room { id: RoomId(id), owner, colour: "white".to_owned() };
    let rooms = vec![room(1, app.person("alice")), room(2, app.person("bob"))];
    app.data(Rooms::with(rooms))
}

#[test]
fn four_crates_make_one_service() {
    let app = house();
    block_on(async {
        let alice = app.as_caller("alice").holding::<RoomsRead>().holding::<RoomsWrite>();
        assert_eq!(alice.get("/rooms").await.json(), json!([{ "id": 1, "colour": "white" }]));
        assert_eq!(alice.get("/rooms/1").await.json(), json!({ "id": 1, "colour": "white" }));
        let painted = alice.post("/rooms/1/paint").json(&json!({ "colour": "red" })).await;
        assert_eq!((painted.status(), painted.json()), (200, json!({ "id": 1, "colour": "red" })));
        assert_eq!(app.audit().len(), 3);
    });
}

// the gate knows whose a room is, whichever crate says so.
#[test]
fn a01_a_strangers_room_is_not_found() {
    let app = house();
    block_on(async {
        let alice = app.as_caller("alice").holding::<RoomsRead>().holding::<RoomsWrite>();
        for answer in [
            alice.get("/rooms/2").await,
            alice.get("/rooms/3").await,
            alice.post("/rooms/2/paint").json(&json!({ "colour": "red" })).await,
        ] {
            assert_eq!(answer.status(), 404, "{answer:?}");
        }
        let bob = app.as_caller("bob").holding::<RoomsRead>();
        assert_eq!(bob.get("/rooms/2").await.json()["colour"], "white");
        assert_eq!(
            bob.post("/rooms/2/paint").json(&json!({ "colour": "red" })).await.status(),
            403
        );
        assert_eq!(app.anonymous().get("/rooms/1").await.status(), 401);
    });
}

#[test]
fn zt_may_have_another_name() {
    let app = Cave::test();
    block_on(async {
        let say = |words: &str| json!({ "words": words });
        let thief = app.as_caller("thief").holding::<CaveOpen>();
        let opened = thief.post("/cave/open").json(&say("sesame")).await;
        assert_eq!((opened.status(), opened.json()), (200, say("sesame")));
        assert_eq!(
            app.as_caller("cassim").post("/cave/open").json(&say("barley")).await.status(),
            403
        );
        assert_eq!(app.anonymous().post("/cave/open").json(&say("sesame")).await.status(), 401);
    });
}
