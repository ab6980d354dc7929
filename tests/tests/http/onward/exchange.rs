//! The exchange of tokens: RFC 8693 §2.2, to the letter, or no call.

use super::*;

/// With another value for one member; `null` takes it out.
fn with(member: &str, value: Value) -> String {
    let mut answer = issued();
    match value {
        Value::Null => drop(answer.as_object_mut().unwrap().remove(member)),
        value => answer[member] = value,
    }
    answer.to_string()
}

/// The status of a refund when the issuer says this, and whether payments heard of it.
async fn after(world: &World, says: Says) -> (u16, bool) {
    world.issuer.say(says);
    let status = world.refund("1").await.status();
    (status, !world.payments.asked().is_empty())
}

#[test]
fn a11_answers_that_are_an_exchanged_token() {
    let world = World::new();
    block_on(async {
        for good in [
            issued().to_string(),
            with("token_type", json!("bearer")),
            with("token_type", json!("BEARER")),
            with("expires_in", Value::Null),
            with("scope", json!("payments")),
            with("refresh_token", json!("never-used")),
        ] {
            assert_eq!(after(&world, Says::json(good.clone())).await, (200, true), "{good}");
        }
    });
}

#[test]
fn a11_an_answer_that_is_something_else_is_no_token() {
    let world = World::new();
    let long = "a".repeat(8 * 1024 + 1);
    block_on(async {
        for bad in [
            with("access_token", Value::Null),
            with("access_token", json!("")),
            with("access_token", json!(1)),
            with("access_token", json!(["a"])),
            with("access_token", json!("a b")),
            with("access_token", json!("a\r\nx: y")),
            with("access_token", json!(long)),
            with("issued_token_type", Value::Null),
            with("issued_token_type", json!("urn:ietf:params:oauth:token-type:id_token")),
            with("issued_token_type", json!("urn:ietf:params:oauth:token-type:refresh_token")),
            with("issued_token_type", json!("urn:ietf:params:oauth:token-type:jwt")),
            with("issued_token_type", json!([ACCESS_TOKEN])),
            with("token_type", Value::Null),
            with("token_type", json!("DPoP")),
            with("token_type", json!("N_A")),
            with("token_type", json!(true)),
            with("expires_in", json!(0)),
            with("expires_in", json!(-1)),
            with("expires_in", json!("60")),
            with("scope", json!("payments admin")),
            with("scope", json!("admin")),
            with("scope", json!("Payments")),
            with("scope", json!("")),
            with("scope", json!(["payments"])),
            issued().to_string().replace("\"token_type\"", "\"access_token\":\"b\",\"token_type\""),
            issued().to_string().replace('}', ""),
            format!("{} {}", issued(), issued()),
            format!("[{}]", issued()),
            String::new(),
        ] {
            assert_eq!(after(&world, Says::json(bad.clone())).await, (502, false), "{bad}");
            assert_eq!(world.noted()[0]["fault"], "not_granted", "{bad}");
        }
    });
}

// The caller's own token is for this service: whoever it is sent to could be the caller here.
#[test]
fn a11_the_callers_own_token_that_comes_back_is_sent_nowhere() {
    let world = World::new();
    block_on(async {
        let raw = world.app.token_for("alice").holding::<OrdersRefund>().issue().unwrap();
        world.issuer.say(Says::json(with("access_token", json!(raw))));
        let caller = world.app.with_token(&raw);
        let answer = caller.post("/refund").json(&json!({ "segment": "1" })).await;
        assert_eq!(answer.status(), 502);
        assert!(world.payments.asked().is_empty());
    });
}

#[test]
fn a11_an_issuer_that_says_no_is_a_502_and_no_call() {
    let world = World::new();
    block_on(async {
        for error in ["invalid_request", "invalid_target", "invalid_grant", "invalid_scope"] {
            let says = Says::status(400, "", json!({ "error": error }).to_string());
            assert_eq!(after(&world, says).await, (502, false));
        }
    });
}

#[test]
fn g14_an_issuer_that_fails_is_a_503_and_after_five_nobody_asks_it() {
    for says in [
        Says::status(500, "", ""),
        Says::status(401, "", r#"{"error":"invalid_client"}"#),
        Says::status(302, "location: /token2\r\n", ""),
        Says::status(307, "location: http://127.0.0.1:1/\r\n", ""),
        Says::json(format!("{}{}", issued(), " ".repeat(64 * 1024))),
    ] {
        let world = World::new();
        block_on(async {
            for _ in 0..5 {
                assert_eq!(after(&world, says.clone()).await, (503, false), "{says:?}");
                assert_eq!(world.issuer.asked().len(), 1);
            }
            let good = Says::json(issued().to_string());
            assert_eq!(after(&world, good.clone()).await, (503, false));
            assert!(world.issuer.asked().is_empty(), "nobody was to be asked");
            // It is tried again, and found well.
            world.app.clock().advance(Duration::from_secs(5));
            assert_eq!(after(&world, good).await, (200, true));
        });
    }
}

#[test]
fn g14_a_caller_whom_the_issuer_refuses_keeps_nobody_else_out() {
    let world = World::new();
    block_on(async {
        for _ in 0..20 {
            assert_eq!(after(&world, Says::status(400, "", "{}")).await, (502, false));
        }
        let good = Says::json(issued().to_string());
        assert_eq!(after(&world, good).await, (200, true));
    });
}

#[test]
fn g14_an_issuer_that_is_not_there_is_a_503() {
    let nobody = "http://127.0.0.1:1";
    let app = Desk::test().onward::<Payments>(nobody, nobody).onward::<PostOffice>(nobody, nobody);
    block_on(async {
        let caller = app.as_caller("alice").holding::<OrdersRefund>();
        let answer = caller.post("/refund").json(&json!({ "segment": "1" })).await;
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.json()["title"], "Service unavailable");
        assert!(answer.json().get("detail").is_none());
    });
}

#[test]
fn g14_a_slow_issuer_ends_with_the_handlers_time() {
    let world = World::new();
    world.issuer.say(Says { delay: Duration::from_secs(20), ..Says::json(issued().to_string()) });
    block_on(async {
        assert_eq!(world.app.as_caller("alice").get("/hurried").await.status(), 503);
    });
    assert_eq!(world.issuer.asked().len(), 1);
    assert!(world.payments.asked().is_empty());
}
