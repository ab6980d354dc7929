//! methods are closed, paths have one spelling.

use crate::fixture::checks::{NO_CREDENTIAL, not_found};
use crate::fixture::{Expected, House, in_house, refused, routes};

const AMBIGUOUS: Expected = Expected::new(400, "ambiguous-path", "ambiguous_path");

#[test]
fn a04_head_is_guarded_and_answered_as_get() {
    let gets = routes().into_iter().filter(|route| route.method() == "GET");
    for route in gets.filter(|route| route.pattern() != "/folders/{folder}/notes") {
        in_house(async |house| {
            let head = |caller: &zt::testing::TestCaller<'_>| {
                route.with(caller, "HEAD", route.sample.target, "")
            };
            let got = route.by(&house.alice()).await;
            let answer = head(&house.alice()).await;
            assert_eq!(answer.status(), got.status(), "{}", route.name());
            assert!(answer.bytes().is_empty());
            if !got.text().contains("urn:zt:trace") {
                assert_eq!(answer.header("content-length"), got.header("content-length"));
            }
            assert_eq!(house.runs.of(route.name()), 2);
            if !route.is_open() {
                let before = house.runs.total();
                assert_eq!(head(&house.app.anonymous()).await.status(), 401);
                assert_eq!(house.runs.total(), before);
            }
        });
    }
}

#[test]
fn a04_a_head_endpoint_of_its_own_comes_first() {
    in_house(async |house| {
        assert_eq!(house.alice().head("/folders/7001/notes").await.status(), 200);
        assert_eq!(house.runs.all().keys().copied().collect::<Vec<_>>(), ["peek_folder"]);
        refused_head(house).await;
    });
}

async fn refused_head(house: &House) {
    let before = house.runs.total();
    assert_eq!(house.alice().head("/folders/7002/notes").await.status(), 404);
    assert_eq!(house.app.anonymous().head("/folders/7001/notes").await.status(), 401);
    assert_eq!(house.runs.total(), before);
}

#[test]
fn a04_another_method_is_not_allowed_and_says_which_are() {
    in_house(async |house| {
        for (path, allow, others) in [
            ("/folders", "GET, HEAD", ["POST", "DELETE", "OPTIONS", "TRACE"]),
            ("/folders/7001", "GET, HEAD, PUT", ["POST", "PATCH", "DELETE", "OPTIONS"]),
            ("/notes/n11", "PATCH, DELETE", ["GET", "HEAD", "PUT", "OPTIONS"]),
            ("/merge", "POST", ["GET", "PUT", "PROPFIND", "TRACE"]),
            ("/health", "GET, HEAD", ["POST", "get", "CONNECT", "OPTIONS"]),
        ] {
            for method in others {
                let expected = Expected::new(405, "method-not-allowed", "method_not_allowed");
                for caller in [house.alice(), house.app.anonymous()] {
                    let answer = refused(house, caller.send(method, path), expected).await;
                    assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
                }
            }
        }
    });
}

#[test]
fn a04_an_unknown_path_is_not_found_for_everybody() {
    in_house(async |house| {
        for path in ["/", "/nowhere", "/folders/7001/notes/n11/more", "/Folders", "/admin"] {
            for caller in [house.app.anonymous(), house.alice()] {
                refused(house, caller.get(path), not_found("no_route")).await;
            }
        }
        let asterisk = house.app.anonymous().send("OPTIONS", "*");
        refused(house, asterisk, AMBIGUOUS).await;
    });
}

// also what leads nowhere is counted.
#[test]
fn a04_refusals_are_limited_by_address() {
    in_house(async |house| {
        let stranger = house.app.anonymous().from("192.0.2.7".parse().unwrap());
        for _ in 0..600 {
            assert_eq!(stranger.get("/nowhere").await.status(), 404);
        }
        let limited = Expected::new(429, "rate-limited", "rate_limited");
        let answer = refused(house, stranger.get("/nowhere"), limited).await;
        assert_eq!(answer.header("retry-after"), Some("1"));
        // Nobody else is shut out: neither a neighbour, nor who is admitted from the same address.
        refused(house, house.app.anonymous().get("/nowhere"), not_found("no_route")).await;
        assert_eq!(house.alice().from("192.0.2.7".parse().unwrap()).get("/me").await.status(), 200);
        house.rest();
        refused(house, stranger.get("/nowhere"), not_found("no_route")).await;
    });
}

#[test]
fn a05_no_header_names_another_method_or_path() {
    in_house(async |house| {
        for (name, value) in [
            ("x-http-method-override", "DELETE"),
            ("x-method-override", "DELETE"),
            ("x-http-method", "DELETE"),
            ("x-original-url", "/health"),
            ("x-rewrite-url", "/health"),
            ("x-forwarded-prefix", "/health"),
            ("x-forwarded-uri", "/health"),
        ] {
            let request = house.app.anonymous().get("/folders/7001").header(name, value);
            refused(house, request, NO_CREDENTIAL).await;
            let request = house.alice().get("/folders/7001").header(name, value).await;
            assert_eq!(request.status(), 200);
            assert_eq!(house.alice().get("/nowhere").header(name, value).await.status(), 404);
        }
        assert_eq!(house.desk.things(), House::open().desk.things());
        assert_eq!(house.runs.all().keys().copied().collect::<Vec<_>>(), ["read_folder"]);
    });
}

#[test]
fn a06_an_ambiguous_path_is_refused_before_routing() {
    in_house(async |house| {
        for path in [
            "//folders",
            "/folders/",
            "/folders//7001",
            "/./folders",
            "/folders/.",
            "/folders/../folders",
            "/..",
            "/folders/%2e%2e/folders",
            "/folders/%2E%2E",
            "/%66olders",
            "/folders%2f7001",
            "/folders%2F7001",
            "/folders%5C7001",
            "/folders;x=1",
            "/folders/7001;a",
            "/folders%3Bx",
            "/folders/7001%00",
            "/folders/%2561",
            "/folders/%ff",
            "/folders/%FF",
            "/folders/%C0%AF",
            "/folders/%E0%80%AF",
            "/folders/%",
            "/folders/%4",
            "/folders/%zz",
            "/folders/é",
            "/folders/%E2%80%AE",
            "/folders\\7001",
            "/folders/70 01",
            "folders",
            "",
            "http://evil.example/folders",
        ] {
            for caller in [house.app.anonymous(), house.alice()] {
                refused(house, caller.get(path), AMBIGUOUS).await;
            }
        }
        let records = house.records();
        assert!(
            records
                .iter()
                .all(|record| record.get("path").is_none() && record.get("endpoint").is_none())
        );
    });
}
