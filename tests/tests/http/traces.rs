//! L-01, L-03, L-04, L-06, X25: what of a request gets into the log, and how.

use crate::fixture::House;
use crate::fixture::wire::exchange;

const LINK: &str = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";

/// The record of a request with these headers.
fn record_of(headers: &str) -> serde_json::Value {
    let house = House::open();
    let server = house.app.serve();
    let request =
        format!("GET /health HTTP/1.1\r\nhost: localhost\r\n{headers}connection: close\r\n\r\n");
    assert_eq!(exchange(server.address(), request).unwrap().status, 204);
    assert_eq!(house.records().len(), 1);
    house.records().remove(0)
}

// Everybody is an untrusted peer: a trace of its own for each request, and a link to the one that the caller named.
#[test]
fn l06_a_callers_trace_is_a_link() {
    let record = record_of(&format!("traceparent: 00-{LINK}-01\r\n"));
    assert_eq!(record["link"], LINK);
    let trace = record["trace"].as_str().unwrap();
    assert!(trace.len() == 32 && !LINK.contains(trace), "{record}");
    for (name, headers) in [
        ("none", String::new()),
        ("another version", format!("traceparent: 01-{LINK}-01\r\n")),
        ("upper case", format!("traceparent: 00-{}-01\r\n", LINK.to_uppercase())),
        ("no parent", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-01\r\n".to_owned()),
        ("zero trace", format!("traceparent: 00-{}-00f067aa0ba902b7-01\r\n", "0".repeat(32))),
        ("zero parent", format!("traceparent: 00-{}-{}-01\r\n", "4".repeat(32), "0".repeat(16))),
        ("no hex", format!("traceparent: 00-{}-00f067aa0ba902b7-01\r\n", "g".repeat(32))),
        ("two", format!("traceparent: 00-{LINK}-01\r\ntraceparent: 00-{LINK}-01\r\n")),
        ("a list", format!("traceparent: 00-{LINK}-01, 00-{LINK}-01\r\n")),
        ("bytes", "traceparent: 00-\u{e9}\r\n".to_owned()),
        ("long", format!("traceparent: 00-{LINK}-01{}\r\n", "0".repeat(5000))),
    ] {
        assert!(record_of(&headers).get("link").is_none(), "{name}");
    }
}

// Of a trace's state nothing is kept, however long it is.
#[test]
fn l06_a_trace_state_goes_nowhere() {
    for length in [1, 512, 513, 10_000] {
        let state = format!("canary={}", "x".repeat(length));
        let record = record_of(&format!("traceparent: 00-{LINK}-01\r\ntracestate: {state}\r\n"));
        assert_eq!(record["link"], LINK);
        assert!(!record.to_string().contains("canary"), "{record}");
    }
}

// What can't be a line can't break one: the method and the path are all that a record repeats of a request.
#[test]
fn l04_x25_nothing_that_was_sent_breaks_out_of_its_line() {
    let house = House::open();
    let server = house.app.serve();
    let payloads = [
        "%22%7D,%7B%22outcome%22:%22allow%22",
        "a%0D%0Ab",
        "%1B%5B2J",
        "%E2%80%AEgpj",
        "%E2%80%A8",
        "%C2%85",
        "%C2%9B31m",
        "%EF%BB%BF",
        "\u{202e}",
        "\"},{\"outcome\":\"allow\"",
    ];
    for payload in payloads {
        for request in [
            format!("GET /folders/{payload} HTTP/1.1\r\nhost: localhost\r\n"),
            format!("GET /me HTTP/1.1\r\nhost: localhost\r\nuser-agent: {payload}\r\n"),
            format!("GET /me HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {payload}\r\n"),
            format!("GET /me HTTP/1.1\r\nhost: {payload}\r\n"),
            format!("GET /me?{payload} HTTP/1.1\r\nhost: localhost\r\ntraceparent: {payload}\r\n"),
            format!("{payload} /me HTTP/1.1\r\nhost: localhost\r\n"),
        ] {
            let answer =
                exchange(server.address(), format!("{request}connection: close\r\n\r\n")).unwrap();
            assert!((400..500).contains(&answer.status), "{request:?}: {answer:?}");
        }
    }
    // Each line was parsed as one value on its way here.
    let records = house.records();
    assert_eq!(records.len(), payloads.len() * 6);
    assert!(
        records.iter().all(|record| record["outcome"] == "deny" && record["event"] == "decision")
    );
    assert_eq!(house.runs.total(), 0);
}

// L-03: what a caller keeps secret is in no record, wherever it was sent.
#[test]
fn l03_no_secret_of_a_request_is_recorded() {
    let house = House::open();
    let server = house.app.serve();
    let token = house.token();
    for headers in [
        format!("authorization: Bearer {token}\r\n"),
        format!("authorization: Bearer {token}x\r\n"),
        "authorization: Basic canary-basic\r\n".to_owned(),
        "cookie: session=canary-cookie\r\n".to_owned(),
        "dpop: canary-dpop\r\nx-api-key: canary-key\r\n".to_owned(),
        "host: canary-host\r\n".to_owned(),
    ] {
        for target in ["/me?access_token=canary-query", "/nowhere?canary-query", "/me"] {
            let request = format!(
                "GET {target} HTTP/1.1\r\nhost: localhost\r\n{headers}connection: close\r\n\r\n"
            );
            exchange(server.address(), request).unwrap();
        }
    }
    let records = house.records();
    assert_eq!(records.len(), 18);
    let text = format!("{records:?}");
    assert!(!text.contains("canary") && !text.contains(&token), "{text}");
}
