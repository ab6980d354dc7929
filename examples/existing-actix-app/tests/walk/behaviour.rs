//! What the application answered goes on as it was, for as long as it is there.

use std::net::SocketAddr;

use super::client::{ALICE, JSON, STAFF, send};
use super::steps::{step0, step1, step2};

fn probe(to: SocketAddr) {
    assert_eq!(send(to, "GET /health", &[], "").status, 204);
}

fn tickets(to: SocketAddr) {
    assert_eq!(send(to, "GET /tickets", &[], "").status, 401);
    let mine = send(to, "GET /tickets", &[ALICE], "");
    assert_eq!((mine.status, &mine.json()[0]["text"]), (200, &"My keyboard has no E.".into()));
    let body = r#"{"text":"It is back.","phone":"0815"}"#;
    let opened = send(to, "POST /tickets", &[ALICE, JSON], body);
    assert_eq!((opened.status, &opened.json()["author"]), (201, &"alice".into()));
    // The hole that the move is for: bob's ticket, with his phone number, for whoever counts up.
    let others = send(to, "GET /tickets/2", &[ALICE], "");
    assert_eq!((others.status, &others.json()["phone"]), (200, &"4711".into()));
    assert_eq!(send(to, "GET /tickets/77", &[ALICE], "").status, 404);
}

fn articles_and_reports(to: SocketAddr) {
    let article = send(to, "GET /articles/keyboards", &[], "");
    assert_eq!((article.status, article.body.as_str()), (200, "Have you tried another one?"));
    assert_eq!(send(to, "GET /articles/mice?lang=en", &[], "").status, 404);
    assert_eq!(send(to, "GET /reports/summary", &[ALICE], "").status, 403);
    assert!(send(to, "GET /reports/summary", &[STAFF], "").body.ends_with(" tickets"));
}

#[test]
fn step_0_is_the_application_as_it_was() {
    let app = step0();
    probe(app.address);
    tickets(app.address);
    articles_and_reports(app.address);
}

#[test]
fn step_1_answers_everything_as_before() {
    let (zt, app) = step1();
    probe(app.address);
    tickets(app.address);
    articles_and_reports(app.address);
    // One record each: the probe's by its rule, all others by none.
    let log = zt.audit();
    assert_eq!(log.len(), 10);
    assert_eq!(log[0]["outcome"], "allow");
    for record in &log[1..] {
        assert_eq!((&record["outcome"], &record["reason"]), (&"legacy".into(), &"legacy".into()));
        assert!(record["path"].as_str().unwrap().starts_with(record["pattern"].as_str().unwrap()));
        for unknown in ["subject", "client", "token", "endpoint", "rule"] {
            assert!(record.get(unknown).is_none(), "{record}");
        }
        assert_eq!(record["peer"], "127.0.0.1");
    }
    assert_eq!((&log[1]["status"], &log[1]["method"]), (&401.into(), &"GET".into()));
    assert_eq!((&log[3]["status"], &log[3]["pattern"]), (&201.into(), &"/tickets".into()));
}

#[test]
fn step_2_leaves_what_is_not_moved_as_it_was() {
    let (_zt, app) = step2();
    probe(app.address);
    articles_and_reports(app.address);
}
