//! What comes in: of one media type, in one reading, declared field by field.

use serde_json::{Value, json};

use crate::fixture::{Expected, House, in_house, refused};

const INVALID: Expected = Expected::new(422, "invalid-input", "invalid_input");
const UNSUPPORTED: Expected =
    Expected::new(415, "unsupported-media-type", "unsupported_media_type");

async fn faults(house: &House, request: zt::testing::TestRequest) -> Vec<(String, String)> {
    let answer = refused(house, request, INVALID).await;
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
    let document = answer.json();
    let listed = document["errors"].as_array().unwrap().clone();
    listed.iter().map(|fault| (text(fault, "pointer"), text(fault, "detail"))).collect()
}

#[test]
fn b14_a_body_of_another_kind_is_refused() {
    in_house(async |house| {
        let alice = house.alice();
        let text = r#"{"title":"new"}"#;
        for media in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=latin1",
        ] {
            let answer =
                refused(house, alice.put("/folders/7001").body(media, text), UNSUPPORTED).await;
            assert_eq!(answer.header("accept"), Some("application/json"), "{media}");
        }
        let zipped = alice
            .put("/folders/7001")
            .body("application/json", text)
            .header("content-encoding", "gzip");
        refused(house, zipped, UNSUPPORTED).await;
        let form = house.app.anonymous().post("/sign-up").body("application/json", "{}");
        let answer = refused(house, form, UNSUPPORTED).await;
        assert_eq!(answer.header("accept"), Some("application/x-www-form-urlencoded"));
    });
}

#[test]
fn b14_a_body_with_two_readings_is_malformed() {
    in_house(async |house| {
        let alice = house.alice();
        for body in [
            "",
            "{",
            "[]x",
            r#"{"title":"a","title":"b"}"#,
            r#"{"title":"a","\u0074itle":"b"}"#,
            r#"{"title":"a"} {"title":"b"}"#,
            r#"{"title":"a",}"#,
            "{'title':'a'}",
            "\u{feff}{\"title\":\"a\"}",
            r#"{"title":NaN}"#,
        ] {
            let records = house.records().len();
            let answer = alice.put("/folders/7001").body("application/json", body).await;
            assert_eq!(answer.status(), 400, "{body:?}: {answer:?}");
            assert_eq!(answer.json()["type"], "urn:zt:problem:malformed-body", "{body:?}");
            assert_eq!(house.records().len(), records + 1);
        }
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(alice.put("/folders/7001").body("application/json", deep).await.status(), 400);
        assert_eq!(house.runs.total(), 0);
    });
}

#[test]
fn b14_fields_are_declared_and_bounded_and_all_faults_are_told() {
    in_house(async |house| {
        let put = |body: Value| house.alice().put("/folders/7001").json(&body);
        for (body, pointer) in [
            (json!({}), "/title"),
            (json!({ "title": null }), "/title"),
            (json!({ "title": 7 }), "/title"),
            (json!({ "title": "" }), "/title"),
            (json!({ "title": "x".repeat(41) }), "/title"),
            (json!({ "title": ["new"] }), "/title"),
            (json!({ "title": { "title": "new" } }), "/title"),
        ] {
            let found = faults(house, put(body.clone())).await;
            assert_eq!(
                found.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(),
                [pointer],
                "{body}"
            );
        }
        // An undeclared field is refused, and its name isn't sent back.
        let found = faults(house, put(json!({ "title": "new", "canary": 1 }))).await;
        assert!(!format!("{found:?}").contains("canary"), "{found:?}");
        let both = house.alice().put("/imports").json(&json!({ "id": "a/b", "text": 5 }));
        let pointers: Vec<_> = faults(house, both).await.into_iter().map(|(at, _)| at).collect();
        assert_eq!(pointers, ["/id", "/folder", "/text"]);
        for body in [json!([]), json!("title"), json!(null), json!(7)] {
            let answer = put(body.clone()).await;
            assert!([400, 422].contains(&answer.status()), "{body}: {answer:?}");
        }
        assert_eq!(house.runs.total(), 0);
    });
}

#[test]
fn b14_lists_are_bounded() {
    in_house(async |house| {
        let merge =
            |notes: Vec<&str>| house.alice().post("/merge").json(&json!({ "notes": notes }));
        assert_eq!(merge(vec!["n11"; 5]).await.status(), 200);
        let found = faults(house, merge(vec!["n11"; 6])).await;
        assert_eq!(found[0].0, "/notes");
        let mixed =
            house.alice().post("/merge").json(&json!({ "notes": ["n11", { "id": "n11" }] }));
        assert_eq!(faults(house, mixed).await[0].0, "/notes/1");
    });
}

#[test]
fn a_query_is_read_as_strictly_as_a_body() {
    in_house(async |house| {
        let get = |query: &str| house.alice().get(&format!("/folders/7001/notes?{query}"));
        assert_eq!(get("words=text-n12&most=1").await.json().as_array().unwrap().len(), 1);
        assert_eq!(get("").await.status(), 200);
        for (query, pointer) in
            [("most=0", "/most"), ("most=51", "/most"), ("most=x", "/most"), ("most=01", "/most")]
        {
            assert_eq!(faults(house, get(query)).await[0].0, pointer, "{query}");
        }
        let found = faults(house, get("canary=1")).await;
        assert!(!format!("{found:?}").contains("canary"), "{found:?}");
        for query in [
            "words=a&words=b",
            "words",
            "words=%",
            "words=%ff",
            "a;b=c",
            "words=a=b",
            "&",
            "most=1&%6Dost=2",
        ] {
            let answer = get(query).await;
            assert_eq!(answer.status(), 400, "{query}: {answer:?}");
            assert_eq!(answer.json()["type"], "urn:zt:problem:malformed-request", "{query}");
        }
    });
}

#[test]
fn a_query_on_an_endpoint_that_takes_none_changes_nothing() {
    in_house(async |house| {
        for query in ["owner=bob", "_method=DELETE", "tenant=globex", "folder=7002", "%"] {
            let answer = house.alice().get(&format!("/folders/7001?{query}")).await;
            assert_eq!(answer.json()["title"], "alice-acme-title-7001", "{query}");
        }
    });
}

#[test]
fn a_form_is_read_as_strictly_as_json() {
    in_house(async |house| {
        let form = |body: &str| {
            let media = "application/x-www-form-urlencoded";
            house.app.anonymous().post("/sign-up").body(media, body.to_owned())
        };
        assert_eq!(form("name=dora+d%C3%A9e&password=long%20enough").await.status(), 204);
        assert_eq!(form("name=taken&password=canary-password").await.status(), 409);
        let found = faults(house, form("name=dora&password=short&admin=1")).await;
        assert!(found.iter().any(|(at, _)| at == "/password"), "{found:?}");
        assert_eq!(found.len(), 2, "{found:?}");
        for body in ["name=a&name=b&password=long-enough", "name", "name=%zz", "=x"] {
            let answer = form(body).await;
            assert_eq!(
                (answer.status(), answer.json()["type"].as_str()),
                (400, Some("urn:zt:problem:malformed-body"))
            );
        }
    });
}

#[test]
fn a_header_is_parsed_and_comes_once() {
    in_house(async |house| {
        let get = || house.alice().get("/greeting");
        assert_eq!(get().header("accept-language", "de").await.json()["words"], "de 0");
        let marked = get().header("accept-language", "en").header("x-mark", "7").await;
        assert_eq!(marked.json()["words"], "en 7");
        for request in [
            get(),
            get().header("accept-language", "fr"),
            get().header("accept-language", "en").header("x-mark", "seven"),
            get().header("accept-language", "en\u{e9}"),
            get().header("accept-language", &"e".repeat(1025)),
        ] {
            let found = faults(house, request).await;
            assert!(found[0].0.starts_with("header:"), "{found:?}");
        }
        let twice = get().header("accept-language", "en").header("accept-language", "de");
        refused(house, twice, Expected::new(400, "malformed-request", "doubled_header")).await;
    });
}

// G-13: what decides about a request and comes twice has two readings.
#[test]
fn g13_a_decisive_header_comes_once() {
    in_house(async |house| {
        for (name, reason) in [
            ("host", "doubled_header"),
            ("content-length", "doubled_header"),
            ("content-type", "doubled_header"),
            ("content-encoding", "doubled_header"),
            ("transfer-encoding", "doubled_header"),
            ("expect", "doubled_header"),
        ] {
            let twice = house.alice().get("/me").header(name, "1").header(name, "1");
            refused(house, twice, Expected::new(400, "malformed-request", reason)).await;
        }
        let malformed = |reason| Expected::new(400, "malformed-request", reason);
        let both = house
            .alice()
            .get("/me")
            .header("content-length", "1")
            .header("transfer-encoding", "chunked");
        refused(house, both, malformed("two_lengths")).await;
        for length in ["+1", "-1", "1, 1", "0x1", "", " 1", "99999999999999999999999"] {
            let request = house.alice().get("/me").header("content-length", length);
            refused(house, request, malformed("content_length_malformed")).await;
        }
    });
}
