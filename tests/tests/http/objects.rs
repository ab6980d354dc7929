//! not there, not yours, another tenant's, malformed: one and the same answer.

use serde_json::{Value, json};
use zt::testing::TestRequest;

use crate::fixture::checks::{not_found, without_instance};
use crate::fixture::{House, in_house, refused};

/// The same refusal for each, but for the reason that only the audit log knows.
async fn all_alike(house: &House, requests: Vec<(TestRequest, &'static str)>) {
    let mut seen: Option<Value> = None;
    for (request, reason) in requests {
        let answer = refused(house, request, not_found(reason)).await;
        let document = without_instance(&answer);
        assert_eq!(*seen.get_or_insert_with(|| document.clone()), document);
        house.rest();
    }
}

const REASONS: [(&str, &str); 6] = [
    ("missing", "no_such_object"),
    ("bobs", "not_authorized"),
    ("carols", "not_authorized"),
    ("alices_elsewhere", "not_authorized"),
    ("malformed", "malformed_id"),
    ("too_long", "malformed_id"),
];

fn folder(which: &str) -> String {
    match which {
        "missing" => "9999",
        "bobs" => "7002",
        "carols" => "7003",
        "alices_elsewhere" => "7004",
        "malformed" => "07001",
        _ => "70010000000000000000000",
    }
    .to_owned()
}

fn note(which: &str) -> String {
    match which {
        "missing" => "n99".to_owned(),
        "bobs" => "n21".to_owned(),
        "carols" => "n31".to_owned(),
        "alices_elsewhere" => "n41".to_owned(),
        "malformed" => "n11!".to_owned(),
        _ => "n".repeat(129),
    }
}

#[test]
fn a01_a02_in_the_path() {
    in_house(async |house| {
        let alice = house.alice();
        let mut requests = Vec::new();
        for (which, reason) in REASONS {
            let (folder, note) = (folder(which), note(which));
            requests.push((alice.get(&format!("/folders/{folder}")), reason));
            requests.push((alice.get(&format!("/folders/{folder}/notes/n11")), reason));
            requests.push((alice.get(&format!("/folders/7001/notes/{note}")), reason));
            requests.push((alice.delete(&format!("/notes/{note}")), reason));
            requests.push((alice.patch(&format!("/notes/{note}")).json(&json!({})), reason));
        }
        all_alike(house, requests).await;
    });
}

#[test]
fn a01_a02_in_query_and_body() {
    in_house(async |house| {
        let alice = house.alice();
        let mut requests = Vec::new();
        for (which, reason) in REASONS {
            let (folder, note) = (folder(which), note(which));
            requests.push((alice.get(&format!("/find?note={note}")), reason));
            requests
                .push((alice.post("/notes/n11/move").json(&json!({ "folder": folder })), reason));
            requests.push((alice.post("/merge").json(&json!({ "notes": ["n11", note] })), reason));
            requests.push((
                alice.post("/merge").json(&json!({ "notes": ["n11"], "into": folder })),
                reason,
            ));
            requests.push((
                alice.post("/search").json(&json!({ "words": "", "within": folder })),
                reason,
            ));
            let import = json!({ "id": "n90", "folder": folder, "text": "x" });
            requests.push((alice.put("/imports").json(&import), reason));
        }
        all_alike(house, requests).await;
        // Nothing was half done.
        assert_eq!(house.desk.things(), House::open().desk.things());
    });
}

// the same document as for a path that leads nowhere, and as a handler's own `not_found`.
#[test]
fn a01_no_route_looks_the_same() {
    in_house(async |house| {
        let alice = house.alice();
        all_alike(
            house,
            vec![
                (alice.get("/nowhere"), "no_route"),
                (alice.get("/folders/9999"), "no_such_object"),
            ],
        )
        .await;
    });
}

#[test]
fn a01_two_objects_in_one_path_belong_together() {
    in_house(async |house| {
        let alice = house.alice();
        assert_eq!(alice.get("/folders/7001/notes/n11").await.status(), 200);
        refused(house, alice.get("/folders/7005/notes/n11"), not_found("not_within")).await;
    });
}

#[test]
fn a02_the_tenant_is_the_tokens() {
    in_house(async |house| {
        // Nothing in the request can say another.
        for header in ["x-tenant", "x-tenant-id", "tenant"] {
            let request =
                house.person("alice", "globex").get("/folders/7001").header(header, "acme");
            refused(house, request, not_found("not_authorized")).await;
        }
        let without = crate::fixture::house::everything(house.app.as_caller("alice"));
        refused(house, without.get("/folders/7001"), not_found("not_authorized")).await;
        refused(house, house.alice().get("/tenants/globex/report"), not_found("not_own")).await;
        refused(house, without.get("/tenants/acme/report"), not_found("not_own")).await;
    });
}

// T-17: a subject is issuer, name and kind; a client called `alice` is somebody else.
#[test]
fn t17_a_client_of_the_same_name_is_somebody_else() {
    in_house(async |house| {
        for caller in [house.alice().as_client(), house.alice().as_workload()] {
            refused(house, caller.get("/folders/7001"), not_found("not_authorized")).await;
            assert_eq!(caller.get("/folders").await.json(), json!([]));
        }
    });
}

#[test]
fn a01_only_my_own_name_is_mine() {
    in_house(async |house| {
        let alice = house.alice();
        assert_eq!(alice.get("/people/alice/account").await.status(), 200);
        for name in ["bob", "Alice", "alic", "alice%20", "alice2"] {
            refused(house, alice.get(&format!("/people/{name}/account")), not_found("not_own"))
                .await;
        }
    });
}

#[test]
fn a01_a_malformed_open_parameter_is_not_found() {
    in_house(async |house| {
        for page in ["x", "-1", "07", "99999999999", "7.0", "%207"] {
            let answer = house.app.anonymous().get(&format!("/pages/{page}"));
            refused(house, answer, not_found("malformed_parameter")).await;
        }
    });
}

#[test]
fn a_fresh_id_that_is_taken_changes_nothing() {
    in_house(async |house| {
        let import = |id: &str| json!({ "id": id, "folder": 7001, "text": "mine now" });
        for id in ["n11", "n21", "n31"] {
            assert_eq!(house.alice().put("/imports").json(&import(id)).await.status(), 409);
        }
        assert_eq!(house.desk.things(), House::open().desk.things());
        assert_eq!(house.alice().put("/imports").json(&import("n-new.1")).await.status(), 201);
        let bad = house.alice().put("/imports").json(&import("../n")).await;
        assert_eq!((bad.status(), bad.json()["errors"][0]["pointer"].as_str()), (422, Some("/id")));
    });
}
