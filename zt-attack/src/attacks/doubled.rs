//! X17: headers that come twice, or hold two values.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::{Request, TOKEN};

const DANGER: &str = "of two values one program checks the first and another uses the second";

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut heads = hosts_and_lengths(case);
    if !case.is_open() {
        heads.extend(credentials());
    }
    let steps = heads.into_iter().map(|(tried, head)| {
        let raw = format!("{} {} HTTP/1.1\r\n{head}{}", case.method(), case.target(), body(case));
        let request = Request::raw(raw).holding(case.whole());
        Step::new("X17", DANGER, tried, request, Expect::Refusal).at(case)
    });
    steps.collect()
}

fn credentials() -> Vec<(String, String)> {
    let bad = "v4.public.AAAA";
    [
        (
            "two credentials",
            format!("authorization: Bearer {TOKEN}\r\nauthorization: Bearer {TOKEN}"),
        ),
        (
            "a good credential and a bad one",
            format!("authorization: Bearer {TOKEN}\r\nauthorization: Bearer {bad}"),
        ),
        (
            "a bad credential and a good one",
            format!("authorization: Bearer {bad}\r\nauthorization: Bearer {TOKEN}"),
        ),
        ("two credentials in one header", format!("authorization: Bearer {TOKEN}, Bearer {bad}")),
        (
            "a credential of another scheme beside",
            format!("authorization: Bearer {TOKEN}\r\nauthorization: Basic eDp5"),
        ),
    ]
    .map(|(tried, head)| (tried.to_owned(), format!("host: localhost\r\n{head}\r\n")))
    .into()
}

fn hosts_and_lengths(case: &Case<'_>) -> Vec<(String, String)> {
    let bearer =
        if case.is_open() { String::new() } else { format!("authorization: Bearer {TOKEN}\r\n") };
    let length = case.body().map_or(0, str::len);
    [
        ("two hosts", "host: localhost\r\nhost: evil.example\r\n".to_owned()),
        (
            "two lengths",
            format!("host: localhost\r\ncontent-length: {length}\r\ncontent-length: 0\r\n"),
        ),
        (
            "two lengths in one header",
            format!("host: localhost\r\ncontent-length: {length}, 0\r\n"),
        ),
        (
            "a length and chunks",
            format!(
                "host: localhost\r\ncontent-length: {length}\r\ntransfer-encoding: chunked\r\n"
            ),
        ),
    ]
    .map(|(tried, head)| (tried.to_owned(), format!("{head}{bearer}")))
    .into()
}

/// Behind heads that have no length of their own.
fn body(case: &Case<'_>) -> String {
    let media =
        case.media.as_ref().map_or_else(String::new, |media| format!("content-type: {media}\r\n"));
    format!("{media}\r\n{}", case.body().unwrap_or_default())
}
