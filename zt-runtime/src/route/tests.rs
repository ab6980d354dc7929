//! Which endpoint a request finds, through the gate of the fixture.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::testing::block_on;
use crate::testing::fixture::{Read, Write, shop};

#[test]
fn a_path_finds_its_endpoint_and_its_parameters() {
    let shop = shop();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Read>().holding::<Write>();
        assert_eq!(alice.get("/things/7").await.text(), "7");
        assert_eq!(alice.get("/things/a%20b%C3%A9").await.text(), "a bé");
        assert_eq!(alice.put("/things/7").await.text(), "7");
        assert_eq!(alice.get("/things/7?x=/things/8").await.text(), "7");
    });
    let audit = shop.audit();
    assert_eq!(
        (&audit[0]["endpoint"], &audit[0]["pattern"]),
        (&"get_thing".into(), &"/things/{thing}".into())
    );
    assert_eq!(
        (&audit[2]["endpoint"], &audit[2]["pattern"]),
        (&"put_thing".into(), &"/things/{id}".into())
    );
    assert_ne!(audit[0]["rule"], audit[2]["rule"]);
}

// A-04, X15.
#[test]
fn a04_other_methods_are_405_with_allow_and_other_paths_404() {
    let shop = shop();
    let methods =
        ["DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "Get", "JEFF", ""];
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Read>();
        for method in methods {
            let answer = alice.send(method, "/things/7").await;
            assert_eq!(answer.status(), 405, "{method}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD, PUT"), "{method}");
            assert_eq!(alice.send(method, "/nothing").await.status(), 404, "{method}");
        }
        assert_eq!(alice.get("/things").await.header("allow"), Some("POST"));
        assert_eq!(alice.get("/Things/7").await.status(), 404);
    });
    assert_eq!(shop.audit().len(), 2 * methods.len() + 2);
    assert!(shop.audit().iter().all(|record| record["outcome"] == "deny"));
}

#[test]
fn a04_head_is_guarded_as_get_and_has_no_body() {
    let shop = shop();
    block_on(async {
        assert_eq!(shop.anonymous().head("/things/7").await.status(), 401);
        let alice = shop.as_caller("alice").holding::<Read>();
        let answer = alice.head("/things/seven").await;
        assert_eq!(
            (answer.status(), answer.header("content-length"), answer.text()),
            (200, Some("5"), "")
        );
        assert_eq!(alice.head("/things/7/head").await.status(), 200);
        assert_eq!(alice.get("/things/7/head").await.header("allow"), Some("HEAD"));
    });
}

//
#[test]
fn a05_override_headers_and_parameters_have_no_effect() {
    let shop = shop();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Read>();
        for (name, value) in [
            ("x-http-method-override", "DELETE"),
            ("x-original-url", "/open"),
            ("x-rewrite-url", "/open"),
            ("x-forwarded-prefix", "/x"),
            ("x-middleware-subrequest", "gate"),
            ("x-zt-verified", "1"),
        ] {
            let answer = alice.get("/things/7?_method=PUT").header(name, value).await;
            assert_eq!((answer.status(), answer.text()), (200, "7"), "{name}");
            assert_eq!(
                shop.anonymous().get("/things/7").header(name, value).await.status(),
                401,
                "{name}"
            );
        }
    });
}
