//! A-03, X30: whatever breaks is a refusal or a 500, told to nobody, and audited.

use serde_json::json;
use zt::testing::TestRequest;

use crate::fixture::checks::answered;
use crate::fixture::{Expected, House, in_house, refused};

const fn internal(reason: &'static str) -> Expected {
    Expected::new(500, "internal", reason)
}

/// Neither the error's text nor its place goes out.
async fn says_nothing(house: &House, request: TestRequest, expected: Expected) {
    let answer = answered(house, request, expected).await;
    let text = format!("{answer:?}");
    for word in ["canary", "panicked", ".rs", "tests/", "src/", "thread"] {
        assert!(!text.contains(word), "{text}");
    }
    let logged = format!("{:?}", house.records());
    assert!(!logged.contains("canary"), "{logged}");
}

#[test]
fn a03_a_panic_in_a_policy_denies() {
    in_house(async |house| {
        let before = house.runs.total();
        says_nothing(house, house.alice().get("/broken/mines/1"), internal("panicked")).await;
        assert_eq!(house.runs.total(), before);
        assert_eq!(house.alice().get("/broken/mines/9").await.status(), 204);
    });
}

#[test]
fn a03_a_loader_that_fails_or_panics_denies() {
    in_house(async |house| {
        for (mine, reason) in [("2", "store_failed"), ("3", "panicked")] {
            let before = house.runs.total();
            says_nothing(
                house,
                house.alice().get(&format!("/broken/mines/{mine}")),
                internal(reason),
            )
            .await;
            assert_eq!(house.runs.total(), before);
        }
    });
}

#[test]
fn a03_a_handler_that_panics_answers_500() {
    in_house(async |house| {
        says_nothing(house, house.alice().get("/broken/panic"), internal("panicked")).await;
        assert_eq!(house.runs.of("panics"), 1);
    });
}

#[test]
fn a03_a_store_that_fails_under_a_handler_answers_500() {
    in_house(async |house| {
        says_nothing(house, house.alice().get("/broken/failure"), internal("handler_error")).await;
    });
}

#[test]
fn a03_an_answer_that_can_not_go_out_is_a_fault() {
    in_house(async |house| {
        for (path, reason) in [
            ("/broken/split", "header_unsendable"),
            ("/broken/misnamed", "download_name"),
            ("/broken/astray", "redirect_path"),
            ("/broken/level", "reply_failed"),
        ] {
            says_nothing(house, house.alice().get(path), internal(reason)).await;
        }
    });
}

#[test]
fn g06_a_handler_has_its_time() {
    in_house(async |house| {
        let request = house.alice().post("/broken/sleep").json(&json!({ "text": "zzz" }));
        answered(house, request, Expected::new(503, "timed-out", "timed_out")).await;
        assert_eq!(house.runs.of("sleeps"), 1);
    });
}

#[test]
fn g07_a_handlers_own_problem_is_a_document_too() {
    in_house(async |house| {
        let request = house.alice().get("/broken/problem");
        let answer =
            answered(house, request, Expected::new(409, "conflict", "handler_problem")).await;
        assert_eq!(answer.json()["detail"], "the mine is busy");
        assert_eq!(answer.json()["mines"], json!({ "words": "three" }));
    });
}

// L-05: what can't be written down isn't decided.
#[test]
fn l05_without_an_audit_log_nothing_is_answered() {
    use crate::fixture::issuer::{Issuer, Real};
    use crate::fixture::wire::exchange;
    let issuer = Issuer::new();
    let real = Real::start_with_full_disk(&issuer);
    let health = || {
        exchange(
            real.address,
            "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        )
        .unwrap()
    };
    // The first record finds out that the disk is full; from then on the gate is closed.
    let refused = (0..1000).map(|_| health()).find(|answer| answer.status != 204);
    let refused = refused.expect("the service went on without its log");
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert!(refused.body.contains("urn:zt:problem:unavailable"), "{}", refused.body);
    let before = real.runs.total();
    assert_eq!(health().status, 503);
    assert_eq!(real.runs.total(), before);
}

// A policy's panic leaves the service as it was.
#[test]
fn x30_after_a_fault_the_service_goes_on() {
    in_house(async |house| {
        for _ in 0..20 {
            for path in ["/broken/mines/1", "/broken/mines/3", "/broken/panic"] {
                assert_eq!(house.alice().get(path).await.status(), 500);
            }
        }
        assert_eq!(house.alice().get("/folders/7001").await.status(), 200);
        refused(
            house,
            house.app.anonymous().get("/folders/7001"),
            crate::fixture::checks::NO_CREDENTIAL,
        )
        .await;
    });
}
