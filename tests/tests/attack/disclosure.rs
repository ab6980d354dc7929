//! X20: what no view shows is in no answer, no error, no audit line and no log.

use crate::fixture::logs::Logs;
use crate::fixture::{in_house, routes};
use serde_json::json;

/// In the objects of Alice's that she reads all the time, and in what she sends.
const SECRETS: [&str; 3] = ["canary-pin", "canary-margin", "canary-password"];

/// What only a developer may read.
const INTERNAL: [&str; 2] = ["canary-error", "canary-panic"];

#[test]
fn x20_l03_no_secret_leaves_by_any_way() {
    for route in routes() {
        let mut out = String::new();
        let mut audit = String::new();
        let mut token = String::new();
        let logs = Logs::of(|| {
            in_house(async |house| {
                token = house.token();
                let alice = house.app.with_token(&token);
                let mut requests = vec![
                    route.by(&alice),
                    route.by(&house.app.anonymous()),
                    route.by(&house.person("bob", "acme")),
                ];
                if route.takes_body() {
                    let target = route.sample.target;
                    requests.push(
                        alice
                            .send(route.method(), target)
                            .json(&json!({ "password": "canary-password" })),
                    );
                    let media = "application/x-www-form-urlencoded";
                    requests.push(
                        alice
                            .send(route.method(), target)
                            .body(media, "password=canary-password&name=%"),
                    );
                }
                let count = requests.len();
                for request in requests {
                    out.push_str(&format!("{:?}\n", request.await));
                }
                assert_eq!(house.records().len(), count);
                audit = format!("{:?}", house.records());
            });
        });
        for secret in SECRETS {
            assert!(!out.contains(secret), "{}: {secret} in {out}", route.name());
            assert!(!audit.contains(secret), "{}: {secret} in {audit}", route.name());
            assert!(!logs.contains(secret), "{}: {secret} in {logs}", route.name());
        }
        for word in INTERNAL {
            assert!(!out.contains(word) && !audit.contains(word), "{}: {word}", route.name());
        }
        // Neither the token nor a part of it that would do.
        let part = &token[token.len() / 2..token.len() / 2 + 40];
        assert!(
            ![&out, &audit, &logs].into_iter().any(|text| text.contains(part)),
            "{}",
            route.name()
        );
    }
}

// The counterpart: what the log says, it says with the trace by which an operator finds it.
#[test]
fn x20_a_failure_is_logged_under_its_trace() {
    let mut trace = String::new();
    let logs = Logs::of(|| {
        in_house(async |house| {
            let answer = house.alice().get("/broken/failure").await;
            trace = answer.json()["instance"].as_str().unwrap().replace("urn:zt:trace:", "");
        });
    });
    assert!(logs.contains(&trace) && logs.contains("canary-error in the store"), "{logs}");
}

// L-04, X25: what an attacker writes into the log stays inside of its line.
#[test]
fn x25_an_audit_line_stays_a_line() {
    in_house(async |house| {
        let anonymous = house.app.anonymous();
        for word in ["%22%7D%2C%7B%22outcome%22", "%C3%A9%E2%82%AC", "%27", "%22"] {
            assert_eq!(anonymous.get(&format!("/nowhere/{word}")).await.status(), 404);
        }
        for method in
            ["X\"},{\"outcome\":\"allow", "X\u{202e}", "X\r\n{}", "X\u{2028}", "X\u{1b}[2J"]
        {
            assert_eq!(anonymous.send(method, "/me").await.status(), 405);
        }
        let records = house.records();
        assert_eq!(records.len(), 9);
        assert!(records.iter().all(|record| record["outcome"] == "deny"), "{records:#?}");
        assert_eq!(records[0]["path"], "/nowhere/\"},{\"outcome\"");
    });
}
