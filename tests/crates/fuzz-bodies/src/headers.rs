//! A request with whatever method, target, headers and body.
//!
//! `GET /notes/7`, header lines, an empty line, the body. Where a header says `TOKEN`, a genuine one is put.

use zt::testing::TestResponse;

use crate::front_door::ask;

pub(crate) fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let (first, lines) = head.split_once('\n').unwrap_or((head, ""));
    let (method, target) = first.split_once(' ').unwrap_or((first, ""));
    let answer = ask(async |house| {
        let mut request = house.app.anonymous().send(method, target);
        for (name, value) in lines.lines().filter_map(|line| line.split_once(':')) {
            request = request.header(name, &value.trim().replace("TOKEN", &house.token));
        }
        if !body.is_empty() {
            request = request.body("", body.to_owned());
        }
        request.await
    });
    check(&answer, method, target, lines);
}

fn check(answer: &TestResponse, method: &str, target: &str, lines: &str) {
    let status = answer.status();
    assert!((200..500).contains(&status), "{status}: nothing of this service fails");
    if status < 300 {
        let is_open = target.split('?').next() == Some("/open");
        assert!(is_open || lines.contains("TOKEN"), "let in without a token: {target}");
        return;
    }
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    if method != "HEAD" {
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.json()["status"], status);
    }
    let challenge = answer.header("www-authenticate");
    assert_eq!(status == 401, challenge.is_some() && status == 401, "401 without a challenge");
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    super::texts(&[
        "GET /open",
        "HEAD /open",
        "GET /notes/7\nauthorization: Bearer TOKEN",
        "GET /notes/8\nauthorization: Bearer TOKEN",
        "GET /notes/007\nauthorization: Bearer TOKEN",
        "GET /notes/7",
        "GET /notes/7\nauthorization: Basic YTpi",
        "GET /notes/7\nauthorization: Bearer TOKEN, Bearer TOKEN",
        "GET /notes/7\nauthorization: Bearer TOKEN\nauthorization: Bearer TOKEN",
        "GET /notes/7?access_token=x\nauthorization: Bearer TOKEN",
        "GET /search?words=a\nauthorization: Bearer TOKEN",
        "GET /search?words=a&words=b\nauthorization: Bearer TOKEN",
        "GET /search?words=%zz&x=1\nauthorization: Bearer TOKEN",
        "TRACE /open",
        "OPTIONS /notes",
        "POST /open\nx-http-method-override: GET",
        "POST /notes\nauthorization: Bearer TOKEN\ncontent-type: application/json\n\n{\"text\":\"a\"}",
        "POST /notes\nauthorization: Bearer TOKEN\ncontent-type: application/json\n\n{\"text\":\"a\",\"stars\":3}",
        "POST /notes\nauthorization: Bearer TOKEN\ncontent-type: application/json\n\n{\"text\":\"a\",\"text\":\"b\"}",
        "POST /notes\nauthorization: Bearer TOKEN\ncontent-type: application/json\n\n[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]",
        "POST /notes\nauthorization: Bearer TOKEN\ncontent-type: text/plain\n\n{}",
        "POST /notes\nauthorization: Bearer TOKEN\ncontent-encoding: gzip\ncontent-type: application/json\n\n{}",
        "GET /open\ncontent-length: 1\ntransfer-encoding: chunked",
        "GET /open\nhost: a\nhost: b",
        "GET /open\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "GET /open\nx-forwarded-for: 127.0.0.1\nforwarded: for=127.0.0.1",
    ])
}
