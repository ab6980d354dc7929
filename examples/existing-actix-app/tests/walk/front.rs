//! What stands in front of the application.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use zt::prelude::*;

use super::client::{ALICE, STAFF, raw, send};
use super::steps::{Running, step1, step2};

/// Spellings that some router takes for a path that it guards otherwise.
fn spellings(path: &str) -> Vec<String> {
    let (folder, last) = path.rsplit_once('/').unwrap();
    let (first, rest) = (last.as_bytes()[0], last.chars().skip(1).collect::<String>());
    vec![
        format!("{path}/"),
        format!("/{path}"),
        format!("{folder}//{last}"),
        format!("{folder}/./{last}"),
        format!("{folder}/x/../{last}"),
        format!("{path};x"),
        format!("{folder}/;/{last}"),
        format!("{folder}/%{first:02X}{rest}"),
        format!("{folder}/%{first:02x}{rest}"),
        format!("{folder}%2f{last}"),
        format!("{folder}%2F{last}"),
        format!("{folder}%5c{last}"),
        format!("{folder}\\{last}"),
        format!("{folder}/%2e/{last}"),
        format!("{folder}/%252e/{last}"),
        format!("{path}%00"),
        format!("{path}%0a"),
        format!("{path}%c3%a9"),
        format!("http://evil.example{path}"),
    ]
}

fn all_are_refused(to: SocketAddr, paths: &[&str]) {
    for path in paths {
        for spelled in spellings(path) {
            let answer = send(to, &format!("GET {spelled}"), &[ALICE, STAFF], "");
            assert_eq!(answer.status, 400, "{spelled}: {answer:?}");
        }
    }
}

#[test]
fn x13_x14_a06_ambiguous_paths_reach_neither_half() {
    let (zt, app) = step1();
    all_are_refused(
        app.address,
        &["/tickets/2", "/articles/keyboards", "/reports/summary", "/health"],
    );
    assert!(zt.audit().iter().all(|record| record["outcome"] == "deny"), "{:?}", zt.audit());
    let (zt, app) = step2();
    all_are_refused(
        app.address,
        &["/tickets/2", "/articles/keyboards", "/reports/summary", "/health"],
    );
    assert!(zt.audit().iter().all(|record| record["outcome"] == "deny"), "{:?}", zt.audit());
}

#[test]
fn a04_b02_x29_a_route_that_nobody_named_is_refused_before_the_application() {
    let zt = helpdesk_step1::Helpdesk::test();
    let (front, seen) = (zt.service(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&seen);
    let running = Running::start(move |listener| {
        let app = move || {
            let (all, counted) = (Arc::clone(&counted), Arc::clone(&counted));
            let count = move |_: HttpRequest| {
                all.fetch_add(1, Ordering::SeqCst);
                async { HttpResponse::Ok().finish() }
            };
            let middleware = move |request, next: actix_web::middleware::Next<_>| {
                counted.fetch_add(100, Ordering::SeqCst);
                next.call(request)
            };
            // Whatever an application can register: each would answer everything.
            let app =
                App::new().route("/admin", web::to(count.clone())).default_service(web::to(count));
            front.around(app.wrap(actix_web::middleware::from_fn(middleware)))
        };
        HttpServer::new(app).workers(1).listen(listener).unwrap().run()
    });
    for path in
        ["/admin", "/", "/older", "/ticketsx", "/ticket", "/TICKETS", "/metrics", "/tickets.json"]
    {
        let answer = send(running.address, &format!("GET {path}"), &[ALICE], "");
        assert_eq!((answer.status, answer.json()["status"].as_u64()), (404, Some(404)), "{path}");
    }
    assert_eq!(seen.load(Ordering::SeqCst), 0, "neither routes nor middleware run before the gate");
    assert!(zt.audit().iter().all(|it| it["outcome"] == "deny" && it["reason"] == "no_route"));
    assert_eq!(send(running.address, "GET /tickets/of/a/kind", &[], "").status, 200);
    assert_eq!(seen.load(Ordering::SeqCst), 101);
}

#[test]
fn a04_x15_methods_that_ask_for_nothing_go_nowhere() {
    let (_zt, app) = step1();
    for method in ["TRACE", "CONNECT", "PROPFIND", "JEFF", "get"] {
        let answer = send(app.address, &format!("{method} /tickets"), &[ALICE], "");
        assert!([400, 405].contains(&answer.status), "{method}: {answer:?}");
    }
    // The application's own business.
    assert_eq!(send(app.address, "OPTIONS /tickets", &[ALICE], "").status, 404);
    let (_zt, app) = step2();
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE"] {
        let answer = send(app.address, &format!("{method} /tickets"), &[ALICE], "");
        assert_eq!(answer.status, 405, "{method}: {answer:?}");
    }
}

#[test]
fn a05_x12_no_header_moves_a_request_to_another_path_method_or_caller() {
    let (_zt, app) = step2();
    let claims = [
        ("x-http-method-override", "DELETE"),
        ("x-original-url", "/reports/summary"),
        ("x-rewrite-url", "/reports/summary"),
        ("x-forwarded-prefix", "/reports"),
        ("x-middleware-subrequest", "middleware:middleware"),
        ("x-zt-verified", "1"),
        ("x-auth-user", "alice"),
    ];
    for claim in claims {
        assert_eq!(
            send(app.address, "GET /tickets/1", &[claim, STAFF], "").status,
            401,
            "{claim:?}"
        );
        assert_eq!(send(app.address, "GET /nothing", &[claim, STAFF], "").status, 404, "{claim:?}");
    }
    let spoofed = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=192.0.2.1"), STAFF];
    assert_eq!(send(app.address, "GET /reports/summary", &spoofed, "").status, 200);
    assert!(_zt.audit().iter().all(|record| record["peer"] == "127.0.0.1"));
}

#[test]
fn x17_what_says_one_thing_twice_is_refused_on_legacy_paths_too() {
    let (_zt, app) = step1();
    let to = app.address;
    for twice in ["authorization: a\r\nauthorization: b", "content-type: a/b\r\ncontent-type: c/d"]
    {
        let text =
            format!("GET /tickets HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n{twice}\r\n\r\n");
        assert_eq!(raw(to, &text).status, 400, "{twice}");
    }
    let text = "GET /tickets HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    assert_eq!(raw(to, text).status, 421);
    let long = format!("GET /tickets/{}", "a".repeat(3000));
    assert_eq!(send(to, &long, &[ALICE], "").status, 414);
}
