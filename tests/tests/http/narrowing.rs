//! Configuration narrows, never widens: whatever a key says, what was refused without it stays refused.

use std::thread;
use std::time::Duration;

use crate::fixture::issuer::{EVERY_SCOPE, Issuer, Real, claims};
use crate::fixture::wire::{Wire, WireAnswer, exchange};

/// Requests that fail where nobody configured anything, each for a reason of its own, and with what status.
fn refused(issuer: &Issuer) -> Vec<(String, u16)> {
    let token = issuer.sign(&claims(EVERY_SCOPE));
    let little = issuer.sign(&claims("folders:read"));
    let mut old = claims(EVERY_SCOPE);
    old["exp"] = "2020-01-01T00:00:00Z".into();
    old["iat"] = "2019-12-31T23:50:00Z".into();
    let (old, end) = (issuer.sign(&old), "connection: close\r\n\r\n");
    let request = |line: &str, token: &str, rest: &str| {
        let bearer = if token.is_empty() {
            String::new()
        } else {
            format!("authorization: Bearer {token}\r\n")
        };
        format!("{line} HTTP/1.1\r\nhost: localhost\r\n{bearer}{rest}{end}")
    };
    let json =
        |length: usize| format!("content-type: application/json\r\ncontent-length: {length}\r\n");
    vec![
        (request("GET /me", "", ""), 401),
        (request("GET /me", &old, ""), 401),
        (request("GET /folders/7002", &token, ""), 404),
        (request("GET /tenants/acme/report", &little, ""), 403),
        (request("GET //me", &token, ""), 400),
        (request("DELETE /me", &token, ""), 405),
        (request("POST /merge", &token, &json(64 * 1024 + 1)), 413),
        (request("POST /broken/little", &token, &json(257)), 413),
        (request("GET /me", &token, &format!("x: {}\r\n", "y".repeat(33_000))), 431),
        (
            format!(
                "GET /me HTTP/1.1\r\nhost: evil.example\r\nauthorization: Bearer {token}\r\n{end}"
            ),
            421,
        ),
    ]
}

/// The most that each key could be made to say that isn't there to name somebody. Those say where the service is and whom
/// it trusts, and widen when they are changed: `listen`, `hosts`, `issuer`, `audience`, `keys`, `implicit`. How long a
/// token may live and how far clocks may differ is capped, whatever these two say; `profile`, `state` and `audit` decide
/// about no request.
const WIDEST: [(&str, &str); 5] = [
    ("max_body", "1GiB"),
    ("max_time", "10m"),
    ("max_at_once", "100000"),
    ("token_life", "24h"),
    ("leeway", "60s"),
];

#[test]
fn no_value_of_a_key_lets_in_what_was_refused() {
    let issuer = Issuer::new();
    for (key, value) in WIDEST {
        let real = Real::start_saying(&issuer, &format!("{key} = {value:?}\n"));
        for (request, status) in refused(&issuer) {
            let answer = exchange(real.address, &request).unwrap();
            assert_eq!(answer.status, status, "{key}: {request:?}: {answer:?}");
        }
        assert_eq!(real.runs.total(), 0, "{key}");
    }
}

fn post(real: &Real, issuer: &Issuer, path: &str, body: &str) -> u16 {
    let token = issuer.sign(&claims(EVERY_SCOPE));
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(real.address, request).unwrap().status
}

#[test]
fn g06_the_service_as_a_whole_may_be_narrower_than_its_contracts() {
    let issuer = Issuer::new();
    let real = Real::start_saying(&issuer, "max_body = \"100B\"\nmax_time = \"50ms\"\n");
    let search = |length: usize| format!("{:>length$}", r#"{"words":"n11"}"#);
    assert_eq!(post(&real, &issuer, "/search", &search(100)), 200);
    assert_eq!(post(&real, &issuer, "/search", &search(101)), 413);
    // The endpoint's own 300 ms are cut short; its limit of 256 bytes is, too.
    let draft = |length: usize| format!("{:>length$}", r#"{"text":"x"}"#);
    let began = std::time::Instant::now();
    assert_eq!(post(&real, &issuer, "/broken/sleep", &draft(20)), 503);
    assert!(began.elapsed() < std::time::Duration::from_millis(290), "{:?}", began.elapsed());
    assert_eq!(post(&real, &issuer, "/broken/little", &draft(101)), 413);
}

/// Asks until the answer has this status, for as long as no machine should take.
fn until(status: u16, ask: impl Fn() -> WireAnswer) -> WireAnswer {
    for _ in 0..3000 {
        let answer = ask();
        if answer.status == status {
            return answer;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("it was never {status}");
}

// G-11: two requests of one caller whose bodies don't come are all that the caller has.
#[test]
fn g11_a_caller_has_so_many_requests_at_once() {
    let issuer = Issuer::new();
    let real = Real::start_saying(&issuer, "max_at_once = 2\n");
    let of = |name: &str| {
        let mut claims = claims(EVERY_SCOPE);
        claims["sub"] = name.into();
        format!("host: localhost\r\nauthorization: Bearer {}\r\n", issuer.sign(&claims))
    };
    let (alice, bob) = (of("alice"), of("bob"));
    let body = r#"{"words":"n11"}"#;
    let head = format!(
        "POST /search HTTP/1.1\r\n{alice}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let waiting = || {
        let mut wire = Wire::open(real.address);
        wire.send(&head);
        wire
    };
    let get = |who: &str| {
        exchange(real.address, format!("GET /me HTTP/1.1\r\n{who}connection: close\r\n\r\n"))
            .unwrap()
    };
    let (mut first, mut second) = (waiting(), waiting());
    let refused = until(429, || get(&alice));
    assert!(refused.body.contains("urn:zt:problem:too-many-at-once"), "{refused:?}");
    assert_eq!(get(&bob).status, 200, "others have their own");
    let probe = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert_eq!(exchange(real.address, probe).unwrap().status, 204);
    // With an answer a turn is free again, and with a client that goes away, too.
    first.send(body);
    assert_eq!(first.answer().unwrap().status, 200);
    until(200, || get(&alice));
    let third = waiting();
    until(429, || get(&alice));
    drop(third);
    until(200, || get(&alice));
    second.send(body);
    assert_eq!(second.answer().unwrap().status, 200);
}

#[test]
fn g10_a_configured_host_is_the_only_one() {
    let issuer = Issuer::new();
    let real = Real::start_saying(&issuer, "hosts = [\"Office.example\"]\n");
    for (host, status) in [
        ("office.example", 204),
        ("OFFICE.example:443", 204),
        ("localhost", 421),
        ("127.0.0.1", 421),
        ("evil.office.example", 421),
    ] {
        let request = format!("GET /health HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(exchange(real.address, request).unwrap().status, status, "{host}");
    }
    let reasons: Vec<_> = real
        .records(5)
        .iter()
        .map(|record| record["reason"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(reasons, ["ok", "ok", "host_unknown", "host_unknown", "host_unknown"]);
}
