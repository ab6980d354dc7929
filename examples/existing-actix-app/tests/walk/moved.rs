//! What moved has its rule, and what it was before is gone.

use helpdesk_step2::{TicketsRead, TicketsWrite};
use serde_json::Value;
use zt::prelude::*;

use super::client::{ALICE, Answer, JSON, send};
use super::steps::{step2, step3};

fn with(token: &str, to: std::net::SocketAddr, line: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    send(to, line, &[("authorization", &bearer), JSON], body)
}

#[test]
fn v_step_2_tickets_need_a_token_and_are_their_authors() {
    let (zt, app) = step2();
    let token = zt.token_for("alice").holding::<TicketsRead>().holding::<TicketsWrite>();
    let alice = token.issue().unwrap();
    let to = app.address;
    assert_eq!(send(to, "GET /tickets", &[ALICE], "").status, 401, "a key is no token");
    let mine = with(&alice, to, "GET /tickets/1", "");
    assert_eq!((mine.status, mine.json().get("phone")), (200, None::<&Value>), "{mine:?}");
    assert_eq!(with(&alice, to, "GET /tickets/2", "").status, 404, "bob's");
    let more = r#"{"text":"It is back.","phone":"0815","author":"bob"}"#;
    assert_eq!(with(&alice, to, "POST /tickets", more).status, 422, "X19");
    let body = r#"{"text":"It is back.","phone":"0815"}"#;
    assert_eq!(with(&alice, to, "POST /tickets", body).status, 201);
    let reader = zt.token_for("alice").holding::<TicketsRead>().issue().unwrap();
    assert_eq!(with(&reader, to, "POST /tickets", body).status, 403);
    let log = zt.audit();
    assert!(log.iter().all(|record| record["outcome"] != "legacy"), "{log:?}");
    assert_eq!(log[1]["subject"]["name"], "alice");
}

#[test]
fn v_both_halves_see_one_desk() {
    let (zt, app) = step2();
    let alice = zt.token_for("alice").holding::<TicketsWrite>().issue().unwrap();
    let before = send(app.address, "GET /reports/summary", &[("x-api-key", "key-of-sue")], "");
    assert_eq!(before.body, "2 tickets");
    let body = r#"{"text":"It is back.","phone":"0815"}"#;
    assert_eq!(with(&alice, app.address, "POST /tickets", body).status, 201);
    let after = send(app.address, "GET /reports/summary", &[("x-api-key", "key-of-sue")], "");
    assert_eq!(after.body, "3 tickets");
}

#[test]
fn v_step_3_has_no_other_half() {
    let zt = step3();
    let server = zt.serve();
    let to = server.address();
    assert_eq!(send(to, "GET /tickets", &[ALICE], "").status, 401);
    assert_eq!(send(to, "GET /reports/summary", &[ALICE], "").status, 401);
    assert_eq!(send(to, "GET /articles/keyboards", &[], "").status, 200);
    assert_eq!(send(to, "GET /articles/mice", &[], "").status, 404);
    let staff = zt.token_for("sue").holding::<helpdesk_step3::ReportsRead>().issue().unwrap();
    assert_eq!(with(&staff, to, "GET /reports/summary", "").json()["tickets"], 2);
}

// B-03: the day is in the contract, and so in manifest and lock.
#[test]
fn b03_what_is_left_is_told_with_its_day() {
    let left = |manifest: &zt::Manifest| -> Vec<String> {
        let legacy = manifest.service.legacy.iter();
        legacy.map(|it| format!("{} {}", it.path, it.waiver.until.as_deref().unwrap())).collect()
    };
    let step1 = left(&helpdesk_step1::Helpdesk::manifest().unwrap());
    assert_eq!(step1, ["/articles 2030-06-30", "/reports 2030-12-31", "/tickets 2030-06-30"]);
    let step2 = left(&helpdesk_step2::Helpdesk::manifest().unwrap());
    assert_eq!(step2, ["/articles 2030-06-30", "/reports 2030-12-31"]);
    assert_eq!(left(&helpdesk_step3::Helpdesk::manifest().unwrap()), [""; 0]);
}
