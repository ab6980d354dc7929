//! What holds though another server listens, and what is said where it doesn't.

use std::io::{Read, Write};
use std::net::TcpStream;

use actix_web::{App, HttpServer, web};
use helpdesk_step2::TicketsWrite;
use zt::prelude::*;

use super::client::{ALICE, JSON, STAFF, send};
use super::steps::{Running, step1, step2};

#[test]
fn b18_a_body_that_nobody_may_send_is_not_read() {
    let (zt, app) = step2();
    let mut stream = TcpStream::connect(app.address).unwrap();
    let head = format!(
        "POST /tickets HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n",
        app.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
    assert_eq!(zt.audit().len(), 1);
}

#[test]
fn g_a_body_is_bounded_by_the_endpoints_own_limit() {
    let (zt, app) = step2();
    let token = zt.token_for("alice").holding::<TicketsWrite>().issue().unwrap();
    let bearer = format!("Bearer {token}");
    let body = format!(r#"{{"text":"{}","phone":"0815"}}"#, "x".repeat(100_000));
    let answer = send(app.address, "POST /tickets", &[("authorization", &bearer), JSON], &body);
    assert_eq!(answer.status, 413, "{answer:?}");
}

#[test]
fn a_legacy_body_goes_on_whole() {
    let (_zt, app) = step1();
    let text = "y".repeat(20_000);
    let body = format!(r#"{{"text":"{text}","phone":"0815"}}"#);
    let answer = send(app.address, "POST /tickets", &[ALICE, JSON], &body);
    assert_eq!((answer.status, answer.json()["text"].as_str()), (201, Some(text.as_str())));
}

// A-04: who is refused too often hears only that, whichever half refuses.
#[test]
fn a04_the_applications_refusals_count_too() {
    let (zt, app) = step1();
    let statuses: Vec<u16> =
        (0..601).map(|_| send(app.address, "GET /reports/summary", &[ALICE], "").status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 403).count(), 600);
    assert_eq!(statuses.last(), Some(&429));
    assert_eq!(send(app.address, "GET /nothing", &[], "").status, 429);
    assert_eq!(send(app.address, "GET /reports/summary", &[STAFF], "").status, 200);
    assert_eq!(zt.audit()[600]["reason"], "rate_limited");
}

// The service's own tokens count on this machine alone, wherever the application listens.
#[test]
fn b_a_development_authority_is_not_reached_from_elsewhere() {
    let zt = helpdesk_step1::Helpdesk::test();
    let front = zt.service();
    let running = Running::on("0.0.0.0", move |listener| {
        let app =
            move || front.around(App::new().route("/tickets", web::get().to(|| async { "?" })));
        HttpServer::new(app).workers(1).listen(listener).unwrap().run()
    });
    for path in ["/health", "/tickets", "/nothing"] {
        assert_eq!(send(running.address, &format!("GET {path}"), &[], "").status, 503, "{path}");
    }
    assert_eq!(zt.audit().len(), 3);
}

#[test]
fn x30_an_application_that_fails_has_its_record() {
    let zt = helpdesk_step1::Helpdesk::test();
    let front = zt.service();
    let running = Running::start(move |listener| {
        let app = move || {
            let fails =
                || async { Err::<&str, _>(actix_web::error::ErrorBadGateway("no upstream")) };
            front.around(App::new().route("/tickets", web::get().to(fails)))
        };
        HttpServer::new(app).workers(1).listen(listener).unwrap().run()
    });
    assert_eq!(send(running.address, "GET /tickets", &[], "").status, 502);
    let log = zt.audit();
    assert_eq!((&log[0]["status"], &log[0]["outcome"]), (&502.into(), &"legacy".into()));
}
