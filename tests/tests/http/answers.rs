//! What is answered when nothing is refused.

use serde_json::{Value, json};

use crate::fixture::checks::is_sealed;
use crate::fixture::{House, Route, in_house, routes};

async fn sample(house: &House, name: &str) -> zt::testing::TestResponse {
    let route = routes().into_iter().find(|route| route.name() == name).unwrap();
    route.by(&house.alice()).await
}

// B-09, L-01: each route answers under its own name, with one record of it.
#[test]
fn b09_l01_every_route_answers_its_sample() {
    for route in routes() {
        in_house(async |house| {
            let answer = route.by(&house.alice()).await;
            assert_eq!(answer.status(), route.sample.status, "{}: {answer:?}", route.name());
            is_sealed(&answer);
            let records = house.records();
            assert_eq!(records.len(), 1, "{records:#?}");
            assert_eq!(house.runs.all().into_iter().collect::<Vec<_>>(), [(route.name(), 1)]);
            says_all(&route, &records[0], house);
        });
    }
}

/// L-01: when, who, what, outcome, reason, trace, peer.
fn says_all(route: &Route, record: &Value, house: &House) {
    assert_eq!(record["endpoint"], route.name());
    assert_eq!(record["pattern"], route.pattern());
    assert_eq!(record["method"], route.method());
    assert_eq!(record["status"], route.sample.status);
    assert_eq!(record["path"], route.path());
    assert_eq!(record["peer"], "127.0.0.1");
    assert_eq!(record["rule"].as_str().map(str::len), Some(16), "{record}");
    assert_eq!(record["trace"].as_str().map(str::len), Some(32), "{record}");
    assert_eq!(record["time"], format!("{:.9}", house.app.clock().now()));
    let outcome = if route.sample.status >= 500 { "error" } else { "allow" };
    assert_eq!(record["outcome"], outcome, "{record}");
    if route.is_open() {
        assert!(record.get("subject").is_none(), "{record}");
    } else {
        assert_eq!(
            record["subject"],
            json!({ "issuer": "test:Office", "name": "alice", "kind": "person" })
        );
        assert_eq!(record["tenant"], "acme");
        assert_eq!(record["token"].as_str().map(str::len), Some(16), "{record}");
    }
}

#[test]
fn l01_the_record_names_the_objects() {
    in_house(async |house| {
        sample(house, "read_note").await;
        sample(house, "merge_notes").await;
        let records = house.records();
        let object = |kind: &str, id: &str| json!({ "type": kind, "id": id });
        assert_eq!(records[0]["objects"], json!([object("Folder", "7001"), object("Note", "n11")]));
        assert_eq!(
            records[1]["objects"],
            json!([object("Note", "n11"), object("Note", "n12"), object("Folder", "7005")])
        );
    });
}

#[test]
fn a_view_shows_its_fields_and_nothing_more() {
    in_house(async |house| {
        assert_eq!(
            sample(house, "read_note").await.json(),
            json!({ "id": "n11", "folder": 7001, "text": "alice-acme-text-n11", "colour": null })
        );
        assert_eq!(
            sample(house, "read_folder").await.json(),
            json!({ "id": 7001, "title": "alice-acme-title-7001" })
        );
    });
}

// a store that gives everybody's rows away still shows each caller their own.
#[test]
fn a01_a_list_holds_what_the_caller_may_see() {
    in_house(async |house| {
        let ids = async |name: &str, tenant: &str| {
            let listed = house.person(name, tenant).get("/folders").await.json();
            listed
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_u64().unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids("alice", "acme").await, [7001, 7005]);
        assert_eq!(ids("alice", "globex").await, [7004]);
        assert_eq!(ids("bob", "acme").await, [7002]);
        assert_eq!(ids("carol", "globex").await, [7003]);
        assert_eq!(ids("carol", "acme").await, [0_u64; 0]);
        assert_eq!(ids("alice", "nowhere").await, [0_u64; 0]);
    });
}

#[test]
fn what_is_new_is_created() {
    in_house(async |house| {
        let created = sample(house, "write_note").await;
        assert_eq!(created.status(), 201);
        let id = created.json()["id"].as_str().unwrap().to_owned();
        let read = house.alice().get(&format!("/folders/7001/notes/{id}")).await;
        assert_eq!(read.json()["text"], "new");
    });
}

#[test]
fn a_download_is_an_attachment() {
    in_house(async |house| {
        let file = sample(house, "note_file").await;
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"n11.txt\""));
        assert_eq!(file.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(file.text(), "alice-acme-text-n11");
    });
}

#[test]
fn a_redirect_leads_to_the_site_that_the_code_names() {
    in_house(async |house| {
        let away = sample(house, "to_the_shop").await;
        assert_eq!(
            (away.status(), away.header("location")),
            (303, Some("https://shop.example/welcome"))
        );
    });
}

#[test]
fn a_patch_tells_absent_null_and_value_apart() {
    in_house(async |house| {
        let alice = house.alice();
        let colour = async |body: Value| {
            let changed = alice.patch("/notes/n11").json(&body).await;
            assert_eq!(changed.status(), 200, "{changed:?}");
            changed.json()["colour"].clone()
        };
        assert_eq!(colour(json!({ "colour": "red" })).await, "red");
        assert_eq!(colour(json!({ "text": "x" })).await, "red");
        assert_eq!(colour(json!({ "colour": null })).await, Value::Null);
    });
}

#[test]
fn a_scope_of_an_any_opens_what_it_is_for() {
    in_house(async |house| {
        use crate::fixture::{NotesAdmin, NotesRead, NotesWrite};
        let admin = house.app.as_caller("dora").in_tenant("acme").holding::<NotesAdmin>();
        assert_eq!(admin.delete("/notes/n21").await.status(), 204);
        // Of another tenant, the admin is a stranger.
        assert_eq!(admin.delete("/notes/n31").await.status(), 404);
        let writer = house.app.as_caller("alice").in_tenant("acme").holding::<NotesWrite>();
        assert_eq!(writer.delete("/notes/n11").await.status(), 204);
        assert_eq!(writer.delete("/notes/n21").await.status(), 404);
        let reader = house.app.as_caller("alice").in_tenant("acme").holding::<NotesRead>();
        assert_eq!(reader.delete("/notes/n12").await.status(), 403);
        assert_eq!(
            house.desk.things().notes.iter().map(|note| note.id.0.as_str()).collect::<Vec<_>>(),
            ["n12", "n31", "n41"]
        );
    });
}

#[test]
fn a_handler_knows_kind_tenant_and_client() {
    in_house(async |house| {
        let words = async |caller: zt::testing::TestCaller<'_>| {
            caller.get("/me").await.json()["words"].clone()
        };
        assert_eq!(words(house.app.as_caller("alice")).await, "person alice nobody nothing");
        assert_eq!(
            words(house.app.as_caller("billing").as_client()).await,
            "client billing nobody nothing"
        );
        let whole = house.app.as_caller("job").as_workload().in_tenant("acme").through("cron");
        assert_eq!(words(whole).await, "workload job acme cron");
    });
}
