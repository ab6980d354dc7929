//! A-11, G-12, G-14, X25: a call to another service is made with the caller's own, exchanged token, goes nowhere else, and
//! fails closed. Issuer and service are servers on real ports.

mod answers;
mod configured;
mod exchange;

use std::time::Duration;

use serde_json::{Value, json};
use zt::prelude::*;
use zt::testing::{TestApp, TestResponse, block_on};

use crate::fixture::logs::Logs;
use crate::fixture::peer::{Asked, Peer, Says};

/// Give money back.
#[derive(Scope)]
#[scope("orders:refund", writes)]
struct OrdersRefund;

/// See what people write about their money.
#[derive(Scope)]
#[scope("orders:remarks", reads)]
struct OrdersRemarks;

/// Payments keeps the money.
#[derive(Onward)]
#[onward("payments")]
struct Payments;

/// Another one.
#[derive(Onward)]
#[onward("post-office")]
struct PostOffice;

#[derive(Input)]
struct Ask {
    #[input(length(max = 10_000))]
    segment: String,
}

#[derive(Disclose)]
#[disclose(plain)]
struct RefundOrder {
    cents: u64,
    #[disclose(with(OrdersRemarks))]
    remark: &'static str,
}

impl RefundOrder {
    const fn of(cents: u64) -> Self {
        Self { cents, remark: "canary-remark" }
    }
}

#[derive(Input)]
struct Receipt {
    number: u64,
}

#[derive(Disclose)]
#[disclose(plain)]
struct ReceiptView {
    number: u64,
}

impl From<Receipt> for ReceiptView {
    fn from(receipt: Receipt) -> Self {
        Self { number: receipt.number }
    }
}

/// Give the money back.
#[zt::post("/refund", scopes(OrdersRefund))]
async fn refund(body: &Body<Ask>, payments: &Onward<Payments>) -> Answer<ReceiptView> {
    let order = RefundOrder::of(500);
    let receipt: Receipt = payments.post(&["refunds", &body.segment], &order).await?;
    Ok(Reply(receipt.into()))
}

/// Call again and again, by two names.
#[zt::post("/often", scopes(OrdersRefund))]
async fn often(
    one: &Onward<Payments>,
    two: &Onward<Payments>,
    post: &Onward<PostOffice>,
) -> Result<NoContent, Problem> {
    let _: Vec<Receipt> = one.get(&["refunds"], &[("page", "2"), ("q", "a&b")]).await?;
    let () = two.put(&["refunds", "1"], &Reply(RefundOrder::of(1))).await?;
    let () = one.patch(&["refunds", "1"], &RefundOrder::of(2)).await?;
    let () = two.delete(&["refunds", "1"]).await?;
    let () = post.get(&[], &[]).await?;
    Ok(NoContent)
}

/// Say what a status means.
#[zt::get("/told", authenticated(why = "the tests ask for no scope"))]
async fn told(payments: &Onward<Payments>) -> Answer<ReceiptView> {
    match payments.get::<Receipt>(&["refunds", "1"], &[]).await {
        Ok(receipt) => Ok(Reply(receipt.into())),
        Err(fault) if fault.status() == Some(404) => Err(Problem::not_found()),
        Err(fault) => Err(fault.into()),
    }
}

/// Has little time.
#[zt::get("/hurried", authenticated(why = "the tests ask for no scope"), limits(time = "100ms"))]
async fn hurried(payments: &Onward<Payments>) -> Result<NoContent, Problem> {
    let () = payments.get(&[], &[]).await?;
    Ok(NoContent)
}

/// Call nobody.
#[zt::get("/idle", authenticated(why = "the tests ask for no scope"))]
async fn idle(payments: &Onward<Payments>) -> NoContent {
    let _ = payments;
    NoContent
}

/// Refunds.
#[zt::service(endpoints(refund, often, told, hurried, idle))]
struct Desk;

/// A desk with its issuer and the two services that it calls.
struct World {
    app: TestApp<Desk>,
    issuer: Peer,
    payments: Peer,
    post: Peer,
}

const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// A good answer of the issuer.
fn issued() -> Value {
    json!({ "access_token": "canary-exchanged", "issued_token_type": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60 })
}

impl World {
    fn new() -> Self {
        let issuer = Peer::saying(Says::json(issued().to_string()));
        let payments = Peer::saying(Says::json(r#"{"number":17}"#));
        let post = Peer::saying(Says::status(204, "", ""));
        let token_endpoint = issuer.url("/token");
        let app = Desk::test()
            .onward::<Payments>(&payments.url("/v1/"), &token_endpoint)
            .onward::<PostOffice>(&post.url(""), &token_endpoint);
        Self { app, issuer, payments, post }
    }

    fn alice(&self) -> zt::testing::TestCaller<'_> {
        self.app.as_caller("alice").holding::<OrdersRefund>()
    }

    async fn refund(&self, segment: &str) -> TestResponse {
        self.alice().post("/refund").json(&json!({ "segment": segment })).await
    }

    /// What the audit record of the last request says of its calls.
    fn noted(&self) -> Value {
        self.app.audit().pop().unwrap()["onward"].clone()
    }
}

#[test]
fn a11_the_service_gets_the_exchanged_token_and_a_trace_and_nothing_else_of_the_request() {
    let world = World::new();
    block_on(async {
        let raw = world.app.token_for("alice").holding::<OrdersRefund>().issue().unwrap();
        let answer = world
            .app
            .with_token(&raw)
            .post("/refund")
            .header("x-canary", "canary-header")
            .header("cookie", "canary=cookie")
            .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .header("tracestate", "canary=state")
            .json(&json!({ "segment": "a b" }))
            .await;
        assert_eq!((answer.status(), answer.json()), (200, json!({ "number": 17 })));

        let asked: Vec<Asked> = world.issuer.asked();
        let [exchange] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!(exchange.line(), "POST /token HTTP/1.1");
        // `test:test`.
        assert_eq!(exchange.header("authorization"), Some("Basic dGVzdDp0ZXN0"));
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        assert_eq!(
            exchange.form(),
            pairs(&[
                ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                ("subject_token", &raw),
                ("subject_token_type", ACCESS_TOKEN),
                ("requested_token_type", ACCESS_TOKEN),
                ("audience", "payments"),
                ("scope", "payments"),
            ])
        );

        let asked: Vec<Asked> = world.payments.asked();
        let [call] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!(call.line(), "POST /v1/refunds/a%20b HTTP/1.1");
        assert_eq!(call.body, r#"{"cents":500}"#);
        assert_eq!(call.header("authorization"), Some("Bearer canary-exchanged"));
        assert_eq!(
            call.header_names(),
            [
                "accept",
                "authorization",
                "content-length",
                "content-type",
                "host",
                "traceparent",
                "user-agent"
            ]
        );
        let record = world.app.audit().pop().unwrap();
        let trace = record["trace"].as_str().unwrap();
        let traceparent = call.header("traceparent").unwrap();
        assert!(traceparent.starts_with(&format!("00-{trace}-")), "{traceparent}");
        assert!(!format!("{call:?}").contains(&raw) && !call.head.contains("canary-header"));
        assert_eq!(
            record["onward"],
            json!([{ "service": "payments", "method": "POST", "status": 200 }])
        );
    });
}

#[test]
fn b13_a11_what_is_sent_is_what_the_caller_may_see() {
    let world = World::new();
    block_on(async {
        let refund = json!({ "segment": "a" });
        for (caller, body) in [
            (world.alice(), r#"{"cents":500}"#),
            (world.alice().holding::<OrdersRemarks>(), r#"{"cents":500,"remark":"canary-remark"}"#),
        ] {
            assert_eq!(caller.post("/refund").json(&refund).await.status(), 200);
            assert_eq!(world.payments.asked()[0].body, body);
        }
    });
}

#[test]
fn a11_a_token_is_exchanged_once_for_each_service_and_request_and_never_kept() {
    let world = World::new();
    world.payments.say(Says::json(r#"[{"number":1},{"number":2}]"#));
    block_on(async {
        for _ in 0..2 {
            assert_eq!(world.alice().post("/often").await.status(), 204);
            let asked: Vec<_> =
                world.issuer.asked().iter().map(|it| it.form()[4].1.clone()).collect();
            assert_eq!(asked, ["payments", "post-office"]);
        }
        let lines: Vec<_> = world.payments.asked().iter().map(|it| it.line().to_owned()).collect();
        assert_eq!(
            lines[..4],
            [
                "GET /v1/refunds?page=2&q=a%26b HTTP/1.1",
                "PUT /v1/refunds/1 HTTP/1.1",
                "PATCH /v1/refunds/1 HTTP/1.1",
                "DELETE /v1/refunds/1 HTTP/1.1",
            ]
        );
        assert_eq!(world.post.asked()[0].line(), "GET / HTTP/1.1");
        let noted = world.noted();
        assert_eq!(noted.as_array().unwrap().len(), 5);
        assert_eq!(noted[4], json!({ "service": "post-office", "method": "GET", "status": 204 }));
    });
}

// An argument alone asks nobody for anything.
#[test]
fn a11_who_calls_nobody_exchanges_nothing() {
    let world = World::new();
    block_on(async {
        assert_eq!(world.app.as_caller("alice").get("/idle").await.status(), 204);
    });
    assert!(world.issuer.asked().is_empty() && world.noted().is_null());
}

// No credential, a refused one, or too little: neither issuer nor service hears of it.
#[test]
fn a11_without_a_caller_who_may_there_is_no_call() {
    let world = World::new();
    block_on(async {
        let body = json!({ "segment": "1" });
        for (caller, status) in [
            (world.app.anonymous(), 401),
            (world.app.with_token("v4.public.nonsense"), 401),
            (world.app.as_caller("mallory"), 403),
        ] {
            assert_eq!(caller.post("/refund").json(&body).await.status(), status);
        }
    });
    assert!(world.issuer.asked().is_empty() && world.payments.asked().is_empty());
}

#[test]
fn g12_a_segment_from_a_caller_stays_one_or_nothing_is_called() {
    let world = World::new();
    block_on(async {
        for bad in ["..", ".", "", "../../admin", "a/b", "a\\b", "a\n"] {
            let answer = world.refund(bad).await;
            assert!(matches!(answer.status(), 422 | 500), "{bad:?}: {}", answer.status());
            assert!(
                world.payments.asked().is_empty() && world.issuer.asked().is_empty(),
                "{bad:?}"
            );
        }
        for (good, line) in [
            ("%2e%2e", "POST /v1/refunds/%252e%252e HTTP/1.1"),
            ("?a=b#c", "POST /v1/refunds/%3Fa%3Db%23c HTTP/1.1"),
            ("@evil.example", "POST /v1/refunds/%40evil.example HTTP/1.1"),
        ] {
            assert_eq!(world.refund(good).await.status(), 200);
            assert_eq!(world.payments.asked()[0].line(), line);
        }
    });
}

#[test]
fn x25_no_token_and_no_secret_is_told_to_anybody() {
    let mut told = String::new();
    let mut raw = String::new();
    let logs = Logs::of(|| {
        let world = World::new();
        block_on(async {
            raw = world.app.token_for("alice").holding::<OrdersRefund>().issue().unwrap();
            for says in [
                Says::json(r#"{"number":17}"#),
                Says::json(r#"{"number":"canary-answer"}"#),
                Says::status(500, "", "canary-answer"),
                Says::status(302, "location: http://127.0.0.1:1/canary-answer\r\n", ""),
            ] {
                world.payments.say(says);
                let caller = world.app.with_token(&raw);
                let answer =
                    caller.post("/refund").json(&json!({ "segment": "canary-segment" })).await;
                told.push_str(answer.text());
            }
            world.issuer.say(Says::status(400, "", r#"{"error":"canary-answer"}"#));
            let caller = world.app.with_token(&raw);
            told.push_str(caller.post("/refund").json(&json!({ "segment": "1" })).await.text());
        });
        told.push_str(&format!("{:?}{:?}", world.app.audit(), world.app));
    });
    assert!(!raw.is_empty());
    for canary in ["canary", "dGVzdDp0ZXN0", raw.as_str()] {
        assert!(!told.contains(canary), "{canary} in {told}");
        assert!(!logs.contains(canary), "{canary} in {logs}");
    }
}

#[test]
fn g12_a_service_that_nobody_configured_is_told_with_what_to_write() {
    let app = Desk::test().onward::<Payments>("http://127.0.0.1:1", "http://127.0.0.1:1");
    let said = started(&app);
    for part in
        ["post-office", "[onward.post-office]", "ZT_ONWARD_POST_OFFICE_URL", "`often`", "1 fault"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
}

/// Another one, which nobody takes.
#[derive(Onward)]
#[onward("bank")]
struct Bank;

#[test]
fn g12_a_service_that_nobody_calls_is_told_too() {
    let here = "http://127.0.0.1:1";
    let app = Desk::test().onward::<Payments>(here, here).onward::<PostOffice>(here, here);
    let app = app.onward::<Bank>(here, here);
    let said = started(&app);
    assert!(said.contains("[onward.bank]") && said.contains("1 fault"), "{said}");
}

/// What the service says in the place of starting.
fn started(app: &TestApp<Desk>) -> String {
    let first = std::panic::AssertUnwindSafe(|| drop(app.anonymous()));
    let panic = std::panic::catch_unwind(first).unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a11_the_manifest_lists_who_is_called_by_whom() {
    let manifest = Desk::manifest().unwrap();
    let called: Vec<_> =
        manifest.endpoints.iter().map(|it| (&*it.name, it.onward.join(" "))).collect();
    assert_eq!(
        called,
        [
            ("hurried", "payments".to_owned()),
            ("idle", "payments".to_owned()),
            ("often", "payments post-office".to_owned()),
            ("refund", "payments".to_owned()),
            ("told", "payments".to_owned()),
        ]
    );
    let listed: Vec<_> = manifest.onward.iter().map(|it| (&*it.name, &*it.reason)).collect();
    assert_eq!(
        listed,
        [("payments", "Payments keeps the money."), ("post-office", "Another one.")]
    );
}
