//! What another service answers is believed no more than what a caller sends.

use std::future::{IntoFuture as _, poll_fn};
use std::task::Poll;

use super::*;

async fn after(world: &World, says: Says) -> u16 {
    world.payments.say(says);
    world.refund("1").await.status()
}

#[test]
fn g12_answers_are_read_by_what_they_declare() {
    let world = World::new();
    block_on(async {
        for good in [
            r#"{"number":17}"#,
            r#" { "number" : 17 } "#,
            // The other service may say more than is asked, at every depth.
            r#"{"number":17,"more":{"is_admin":true},"list":[1,"a",null]}"#,
        ] {
            assert_eq!(after(&world, Says::json(good)).await, 200, "{good}");
        }
        let charset = "content-type: application/json; charset=utf-8\r\n";
        assert_eq!(after(&world, Says::status(201, charset, r#"{"number":1}"#)).await, 200);
    });
}

#[test]
fn g12_an_answer_that_is_not_what_was_asked_for_is_a_502() {
    let world = World::new();
    let deep = format!("{{\"number\":1,\"more\":{}{}}}", "[".repeat(20), "]".repeat(20));
    let large = format!("{{\"number\":1,\"more\":\"{}\"}}", "a".repeat(1024 * 1024));
    block_on(async {
        for bad in [
            "",
            "null",
            "[]",
            "17",
            "{}",
            r#"{"number":"17"}"#,
            r#"{"number":-1}"#,
            r#"{"number":1.5}"#,
            r#"{"number":null}"#,
            r#"{"number":1,"number":2}"#,
            r#"{"number":1,"a":1,"a":2}"#,
            r#"{"number":1} x"#,
            "{\"number\":1,\"a\":\"\u{0}\"}",
            &deep,
            &large,
        ] {
            assert_eq!(
                after(&world, Says::json(bad)).await,
                502,
                "{}",
                bad.get(..40).unwrap_or(bad)
            );
            assert_eq!(world.noted()[0]["method"], "POST");
        }
        let body = r#"{"number":17}"#;
        for headers in [
            "",
            "content-type: text/html\r\n",
            "content-type: application/json; charset=latin1\r\n",
            "content-type: application/json\r\ncontent-type: application/json\r\n",
            "content-type: application/json\r\ncontent-encoding: identity\r\n",
        ] {
            assert_eq!(after(&world, Says::status(200, headers, body)).await, 502, "{headers:?}");
        }
    });
}

#[test]
fn g12_another_status_is_a_502_that_says_nothing_and_no_redirect_is_followed() {
    let world = World::new();
    let elsewhere = Peer::saying(Says::json(r#"{"number":1}"#));
    let location = format!("location: {}\r\n", elsewhere.url("/"));
    block_on(async {
        for status in [301, 302, 303, 307, 308, 400, 401, 403, 404, 409, 429, 500, 503] {
            world.payments.say(Says::status(status, &location, "canary"));
            let answer = world.refund("1").await;
            assert_eq!(answer.status(), 502, "{status}");
            let problem = answer.json();
            assert_eq!(problem["type"], "urn:zt:problem:bad-gateway");
            assert!(problem.get("detail").is_none() && !answer.text().contains("canary"));
            assert_eq!(
                world.noted(),
                json!([{ "service": "payments", "method": "POST", "status": status }])
            );
        }
    });
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn g12_what_a_status_means_is_the_handlers_to_say() {
    let world = World::new();
    block_on(async {
        for (status, expected) in [(404, 404), (403, 502), (500, 502)] {
            world.payments.say(Says::status(status, "", ""));
            let answer = world.app.as_caller("alice").get("/told").await;
            assert_eq!(answer.status(), expected, "{status}");
        }
    });
}

// A handler has its time, and a call onward ends with it: the client is told, and the record says what was under way.
#[test]
fn g12_a_slow_service_ends_with_the_handlers_time() {
    let world = World::new();
    let slow = Says { delay: Duration::from_secs(20), ..Says::json(r#"{"number":1}"#) };
    block_on(async {
        world.payments.say(slow);
        assert_eq!(world.app.as_caller("alice").get("/hurried").await.status(), 503);
    });
    assert_eq!(
        world.noted(),
        json!([{ "service": "payments", "method": "GET", "fault": "cancelled" }])
    );
}

// Neither is a call lost whose client goes away: the record says that it was under way.
#[test]
fn a11_a_call_whose_client_went_away_is_recorded() {
    let world = World::new();
    world.payments.say(Says { delay: Duration::from_secs(20), ..Says::json("{}") });
    block_on(async {
        let mut request = Box::pin(world.app.as_caller("alice").get("/told").into_future());
        poll_fn(|context| {
            assert!(request.as_mut().poll(context).is_pending());
            context.waker().wake_by_ref();
            if world.payments.asked().is_empty() { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    });
    let record = world.app.audit().pop().unwrap();
    assert_eq!(record["reason"], "cancelled");
    assert_eq!(record["onward"][0]["fault"], "cancelled");
}
