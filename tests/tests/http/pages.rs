//! G-09, X28: whose pages may read answers, and what a browser is told before they call.

use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

use crate::fixture::checks::SEAL;

/// Look reports up.
#[derive(Scope)]
#[scope("reports:read", reads)]
struct ReportsRead;

/// File reports.
#[derive(Scope)]
#[scope("reports:write", writes)]
struct ReportsWrite;

/// Where we work.
#[derive(Network)]
#[network("office")]
struct Office;

/// Which one is meant.
struct Edition;

impl RequestHeader for Edition {
    const NAME: &'static str = "x-edition";

    fn parse(text: &str) -> Option<Self> {
        (text == "1").then_some(Self)
    }
}

/// All reports.
#[zt::get("/reports", scopes(ReportsRead))]
async fn list(edition: &Header<Edition>) -> NoContent {
    let _ = edition;
    NoContent
}

/// One more.
#[zt::post("/reports", scopes(ReportsWrite))]
async fn file() -> NoContent {
    NoContent
}

/// From the office.
#[zt::get("/inside", scopes(ReportsRead), network(Office))]
async fn inside() -> NoContent {
    NoContent
}

/// Breaks.
#[zt::get("/broken", public(why = "the tests ask without a token"))]
async fn broken() -> NoContent {
    panic!("canary")
}

/// What may be seen.
#[derive(Disclose)]
#[disclose(plain)]
struct Tick {
    at: u32,
}

/// Goes on.
#[zt::get("/ticks", scopes(ReportsRead), stream)]
async fn ticks(events: &Events<Tick>) -> Streamed {
    let stream = events.open();
    stream.send_plain(Tick { at: 1 }).await;
    Ok(stream.end())
}

/// Nobody has a reason to ask.
#[zt::decoy("/.env")]
struct Env;

/// Reports.
#[zt::service(endpoints(list, file, inside, broken, ticks, Env))]
struct Reports;

const SHOP: &str = "https://shop.example";

fn app() -> TestApp<Reports> {
    Reports::test().network::<Office>("10.1.0.0/16").browser_origin(SHOP)
}

fn alice(app: &TestApp<Reports>) -> TestCaller<'_> {
    app.as_caller("alice").holding::<ReportsRead>().holding::<ReportsWrite>()
}

async fn preflight(
    app: &TestApp<Reports>,
    path: &str,
    origin: &str,
    method: &str,
    headers: &str,
) -> TestResponse {
    let asked = app.anonymous().send("OPTIONS", path).header("origin", origin);
    let asked = asked.header("access-control-request-method", method);
    if headers.is_empty() {
        return asked.await;
    }
    asked.header("access-control-request-headers", headers).await
}

/// Nothing for another page, and no word of credentials or of everybody in any case.
#[track_caller]
fn says_nothing(answer: &TestResponse) {
    for name in [
        "access-control-allow-origin",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-allow-credentials",
        "access-control-max-age",
        "access-control-expose-headers",
    ] {
        assert_eq!(answer.header(name), None, "{answer:?}");
    }
}

#[test]
fn g09_a_page_that_is_listed_may_call() {
    let app = app();
    block_on(async {
        let asked = preflight(&app, "/reports", SHOP, "POST", "authorization, content-type").await;
        assert_eq!(asked.status(), 204, "{asked:?}");
        assert_eq!(asked.header("access-control-allow-origin"), Some(SHOP));
        assert_eq!(asked.header("access-control-allow-methods"), Some("POST"));
        assert_eq!(
            asked.header("access-control-allow-headers"),
            Some("authorization, content-type")
        );
        assert_eq!(asked.header("access-control-max-age"), Some("600"));
        assert_eq!(asked.header("access-control-allow-credentials"), None);
        for (name, value) in SEAL {
            assert_eq!(asked.header(name), Some(value), "{asked:?}");
        }
        // What its handler reads.
        let asked =
            preflight(&app, "/reports", SHOP, "GET", "X-Edition,DPoP , Authorization").await;
        assert_eq!(
            asked.header("access-control-allow-headers"),
            Some("x-edition, dpop, authorization")
        );
        // Refusals and faults can be read, too.
        let caller = alice(&app);
        let answers = [
            caller.get("/reports").header("x-edition", "1").header("origin", SHOP).await,
            caller.post("/reports").header("origin", SHOP).await,
            app.anonymous().get("/reports").header("origin", SHOP).await,
            caller.get("/nowhere").header("origin", SHOP).await,
            caller.delete("/reports").header("origin", SHOP).await,
            caller.get("/broken").header("origin", SHOP).await,
            caller.get("/reports//").header("origin", SHOP).await,
        ];
        for (answer, status) in answers.iter().zip([204, 204, 401, 404, 405, 500, 400]) {
            assert_eq!(answer.status(), status, "{answer:?}");
            assert_eq!(answer.header("access-control-allow-origin"), Some(SHOP), "{answer:?}");
            assert_eq!(answer.header("vary"), Some("Origin"), "{answer:?}");
            assert_eq!(answer.header("access-control-allow-credentials"), None, "{answer:?}");
            let exposed = answer.header("access-control-expose-headers").unwrap();
            assert!(exposed.contains("www-authenticate") && exposed.contains("retry-after"));
        }
        let stream = alice(&app).get("/ticks").header("origin", SHOP).await;
        assert_eq!(
            (stream.status(), stream.header("access-control-allow-origin")),
            (200, Some(SHOP))
        );
    });
    let audit = app.audit();
    let preflights: Vec<_> = audit.iter().filter(|it| it["method"] == "OPTIONS").collect();
    assert_eq!(preflights.len(), 2, "{audit:#?}");
    assert!(preflights.iter().all(|it| it["outcome"] == "allow"), "{preflights:#?}");
}

#[test]
fn x28_another_page_may_not() {
    let app = app();
    block_on(async {
        for origin in [
            "null",
            "*",
            "https://shop.example.evil.example",
            "https://evilshop.example",
            "https://evil.example",
            "http://shop.example",
            "https://shop.example:444",
            "https://shop.example/",
            "https://SHOP.example",
            "https://shop.example https://evil.example",
            "",
        ] {
            let asked = preflight(&app, "/reports", origin, "GET", "authorization").await;
            assert_eq!(asked.status(), 405, "{origin}");
            says_nothing(&asked);
            let answer =
                alice(&app).get("/reports").header("x-edition", "1").header("origin", origin).await;
            assert_eq!((answer.status(), answer.header("vary")), (204, Some("Origin")), "{origin}");
            says_nothing(&answer);
            let stream = alice(&app).get("/ticks").header("origin", origin).await;
            assert_eq!(stream.status(), 403, "{origin}");
            says_nothing(&stream);
        }
        // Two headers have two readings.
        let twice = alice(&app).get("/reports").header("x-edition", "1");
        let twice = twice.header("origin", SHOP).header("origin", SHOP).await;
        says_nothing(&twice);
        // No page at all.
        let none = alice(&app).get("/reports").header("x-edition", "1").await;
        assert_eq!(none.header("vary"), Some("Origin"));
        says_nothing(&none);
    });
}

#[test]
fn x28_a_preflight_is_answered_for_what_is_declared_and_nothing_else() {
    let app = app();
    block_on(async {
        for (path, method, headers, status) in [
            ("/reports", "DELETE", "", 405),
            ("/reports", "PUT", "authorization", 405),
            ("/reports", "OPTIONS", "", 405),
            ("/reports", "get", "", 405),
            ("/reports", "GET ", "", 405),
            ("/reports", "", "", 405),
            ("/reports", "POST", "x-edition", 405),
            ("/reports", "GET", "x-other", 405),
            ("/reports", "GET", "authorization, x-other", 405),
            ("/reports", "GET", "*", 405),
            ("/reports", "GET", "authorization,", 405),
            ("/reports", "GET", "cookie", 405),
            ("/nowhere", "GET", "authorization", 404),
            ("/.env", "GET", "authorization", 404),
            ("/reports/..", "GET", "authorization", 400),
        ] {
            let asked = preflight(&app, path, SHOP, method, headers).await;
            assert_eq!(asked.status(), status, "{path} {method} {headers}");
            for name in ["access-control-allow-methods", "access-control-allow-headers"] {
                assert_eq!(asked.header(name), None, "{path} {method} {headers}");
            }
        }
        let plain = app.anonymous().send("OPTIONS", "/reports").header("origin", SHOP).await;
        assert_eq!(plain.status(), 405);
        // From elsewhere it isn't answered either.
        let elsewhere = preflight(&app, "/inside", SHOP, "GET", "authorization").await;
        assert_eq!(
            (elsewhere.status(), elsewhere.header("access-control-allow-methods")),
            (403, None)
        );
    });
}

// a preflight has no side effect, and no caller, whatever comes with it.
#[test]
fn a04_no_handler_hears_of_a_preflight() {
    let app = app();
    block_on(async {
        let asked = alice(&app).send("OPTIONS", "/broken").header("origin", SHOP);
        let asked = asked.header("access-control-request-method", "GET").await;
        assert_eq!(asked.status(), 204, "{asked:?}");
    });
    let audit = app.audit();
    assert_eq!(audit.len(), 1, "{audit:#?}");
    assert!(audit[0].get("subject").is_none_or(serde_json::Value::is_null), "{audit:#?}");
}

// Whoever floods the gate with them is refused as whoever floods it with anything else.
#[test]
fn g01_preflights_are_counted_by_address() {
    let app = app();
    let statuses = block_on(async {
        let mut statuses = Vec::new();
        for _ in 0..601 {
            statuses.push(preflight(&app, "/reports", SHOP, "GET", "").await.status());
        }
        statuses
    });
    assert_eq!((statuses[0], statuses[599], statuses[600]), (204, 204, 429));
}

#[test]
fn g09_nobody_s_pages_may_call_where_none_are_listed() {
    let app = Reports::test().network::<Office>("10.1.0.0/16");
    block_on(async {
        for origin in [SHOP, "null", "http://localhost"] {
            let asked = preflight(&app, "/reports", origin, "GET", "authorization").await;
            assert_eq!(asked.status(), 405);
            says_nothing(&asked);
            let answer =
                alice(&app).get("/reports").header("x-edition", "1").header("origin", origin).await;
            assert_eq!((answer.status(), answer.header("vary")), (204, None));
            says_nothing(&answer);
        }
    });
}
