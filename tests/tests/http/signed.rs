//! Signed requests (RFC 9421) over the wire, on every kind of route, and the digests of what they carry (RFC 9530).

use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use crate::fixture::ledger::Real;
use crate::fixture::signing::{Binding, Client, Signed};
use crate::fixture::wire::WireAnswer;

/// Each method, with a body where it takes one.
const ROUTES: [(&str, &str, &str, &str); 8] = [
    ("GET", "/book/entries", "", ""),
    ("GET", "/book/entries?from=%2F&to=b", "", ""),
    ("HEAD", "/book/entries", "", ""),
    ("POST", "/book/entries", "application/json", r#"{"text":"a"}"#),
    ("PUT", "/book/entries", "application/json", r#"{"text":"b"}"#),
    ("PATCH", "/book/entries", "application/json", r#"{"text":"c"}"#),
    ("POST", "/book/form", "application/x-www-form-urlencoded", "text=d"),
    ("DELETE", "/book/entries", "", ""),
];

const UPLOAD: &str = concat!(
    "--line\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nmine\r\n",
    "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n",
    "Content-Type: image/png\r\n\r\nPNG\r\n--line--\r\n",
);

type Change = fn(Signed) -> Signed;

#[track_caller]
fn refused(answer: &WireAnswer, status: u16, kind: &str) {
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(body["type"], format!("urn:zt:problem:{kind}"), "{answer:?}");
}

fn post(client: &Client) -> Signed {
    client.request("POST", "/book/entries", "application/json", r#"{"text":"a"}"#)
}

#[test]
fn s11_every_kind_of_route_takes_signed_requests_and_no_others() {
    let real = Real::start();
    for binding in [Binding::Jwk, Binding::Jkt] {
        let client = Client::new(&real, binding);
        for (method, path, media, body) in ROUTES {
            let signed = client.request(method, path, media, body);
            let answer = client.send(&signed);
            assert!(matches!(answer.status, 200 | 204), "{method} {path} {answer:?}");
            let bare = client.send(&signed.unsigned());
            assert_eq!(bare.status, 401, "{method} {path} {bare:?}");
        }
        let upload =
            client.request("POST", "/book/files", "multipart/form-data; boundary=line", UPLOAD);
        assert_eq!(client.send(&upload).status, 204);
    }
    assert_eq!(real.runs.total(), 2 * (ROUTES.len() as u64 + 1));
}

#[test]
fn s11_who_is_bound_and_does_not_sign_is_told_what_to_sign() {
    let real = Real::start();
    let client = Client::new(&real, Binding::Jkt);
    let answer = client.send(&post(&client).unsigned());
    refused(&answer, 401, "signature-needed");
    let asked =
        r#"sig=("@method" "@target-uri" "authorization" "content-digest" "dpop");created;tag="zt""#;
    assert_eq!(answer.header("accept-signature"), Some(asked), "{answer:?}");
    // Where nobody asks, a bound token does, with a signature that is none beside it.
    let plain = client.request("GET", "/plain", "", "").header("signature-input", "rubbish");
    assert_eq!(client.send(&plain.unsigned()).status, 204);
}

#[test]
fn s11_one_change_to_a_signed_request_and_it_is_refused() {
    let real = Real::start();
    let client = Client::new(&real, Binding::Jwk);
    let other = Client::new(&real, Binding::Jwk);
    assert_eq!(client.send(&post(&client)).status, 204);
    let cases: [(&str, Change); 9] = [
        ("signature_wrong", |it| Signed { method: "PUT", ..it }),
        ("signature_wrong", |it| Signed { path: "/book/entries?a".to_owned(), ..it }),
        ("signature_wrong", |it| it.replacing("sig=:", "sig=:AAAA")),
        ("signature_wrong", |it| it.replacing("nonce=\"", "nonce=\"x")),
        ("signature_wrong", |it| it.replacing("sha-256=:", "md5=:AAAA:, sha-256=:")),
        ("signature_wrong_key", |it| it.replacing("keyid=\"", "keyid=\"x")),
        ("signature_component_missing", |it| it.replacing(" \"authorization\"", "")),
        ("signature_component_unknown", |it| it.replacing("\"@method\"", "\"@method\";req")),
        ("signature_malformed", |it| it.replacing("\"@method\"", "\"@method\" \"@method\"")),
    ];
    for (_, change) in &cases {
        refused(&client.send(&change(post(&client))), 401, "invalid-signature");
    }
    // Signed, and for nothing that counts: long ago, for elsewhere, by somebody else's key.
    let now = jiff::Timestamp::now().as_second();
    let old = post(&client).signed_at(now - 120, &client);
    refused(&client.send(&old), 401, "invalid-signature");
    let early = post(&client).signed_at(now + 120, &client);
    refused(&client.send(&early), 401, "invalid-signature");
    let elsewhere = Signed { origin: "https://evil.example".to_owned(), ..post(&client) };
    refused(&client.send(&elsewhere.signed_at(now, &client)), 401, "invalid-signature");
    refused(&client.send(&post(&client).signed_at(now, &other)), 401, "invalid-signature");
    let told = [
        "ok",
        "signature_too_old",
        "signature_from_the_future",
        "signature_wrong",
        "signature_wrong_key",
    ];
    let mut told = Vec::from(told);
    told.splice(1..1, cases.iter().map(|(reason, _)| *reason));
    assert_eq!(real.reasons(told.len()), told);
    assert_eq!(real.runs.total(), 1);
}

#[test]
fn x10_of_100_uses_of_one_signed_request_at_once_one_succeeds() {
    let real = Real::start();
    let client = Client::new(&real, Binding::Jwk);
    let (signed, barrier) = (post(&client), Barrier::new(100));
    let statuses: Vec<_> = thread::scope(|scope| {
        let tries = (0..100).map(|_| {
            scope.spawn(|| {
                barrier.wait();
                client.send(&signed).status
            })
        });
        let tries: Vec<_> = tries.collect();
        tries.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 99);
    assert_eq!(real.runs.total(), 1);
}

// S-12: what was signed is the digest; what comes is held against it before anybody reads it.
#[test]
fn s12_another_body_reaches_no_handler_whether_the_request_is_signed_or_not() {
    let real = Real::start();
    let client = Client::new(&real, Binding::Jwk);
    let media = "multipart/form-data; boundary=line";
    for (path, media, body) in [
        ("/book/entries", "application/json", r#"{"text":"a"}"#),
        ("/book/form", "application/x-www-form-urlencoded", "text=a"),
        ("/book/files", media, UPLOAD),
        ("/plain", "application/json", r#"{"text":"a"}"#),
    ] {
        for chunked in [false, true] {
            let signed = client.request("POST", path, media, body);
            let signed = Signed { chunked, ..signed };
            let other = Signed { body: body.replacen('a', "b", 1), ..signed.clone() };
            refused(&client.send(&other), 400, "malformed-body");
            let cut = Signed { body: String::new(), ..signed };
            let answer = client.send(&cut);
            assert!(matches!(answer.status, 400 | 401), "{path} {answer:?}");
        }
    }
    assert_eq!(real.runs.total(), 0);
    // Chunks are hashed as they come.
    let signed = Signed { chunked: true, ..client.request("POST", "/book/files", media, UPLOAD) };
    assert_eq!(client.send(&signed).status, 204);
}

#[test]
fn s11_a_body_without_a_covered_digest_is_refused() {
    let real = Real::start();
    let client = Client::new(&real, Binding::Jwk);
    let bare = client.request("POST", "/book/entries", "", "");
    let body = r#"{"text":"a"}"#.to_owned();
    for chunked in [false, true] {
        let media = "application/json".to_owned();
        let smuggled = Signed { body: body.clone(), media, chunked, ..bare.clone() };
        refused(&client.send(&smuggled), 401, "invalid-signature");
    }
    assert_eq!(real.reasons(2), ["signature_component_missing"; 2]);
}

#[test]
fn s11_b18_a_bad_signature_is_refused_before_the_body_is_read() {
    let real = Real::start();
    let client = Client::new(&real, Binding::Jwk);
    let signed = post(&client).replacing("nonce=\"", "nonce=\"x");
    // The head announces a body that never comes.
    let answer = client.send_head(&signed);
    refused(&answer, 401, "invalid-signature");
    assert_eq!(json!(real.reasons(1)), json!(["signature_wrong"]));
}
