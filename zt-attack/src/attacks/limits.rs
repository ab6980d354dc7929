//! G-06, X22, X27: too much, too deep, too long.

use crate::case::{Case, FORM, JSON};
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::Request;

const DANGER: &str = "one request takes the memory or the time of many (OWASP API4:2023)";

/// Larger bodies than this are a load, not an attack to be tried by the way.
const MOST: u64 = 4 * 1024 * 1024;

/// 431 is RFC 6585 §5: header fields too large.
const REFUSED: Expect = Expect::Status(&[400, 401, 413, 414, 415, 422, 431]);

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut tries = heads(case);
    tries.extend(bodies(case));
    let steps = tries
        .into_iter()
        .map(|(tried, request)| Step::new("X27", DANGER, tried, request, REFUSED).at(case));
    let unproved = before_the_credential(case).map(|request| {
        let tried = "a body of a gigabyte, announced without a credential";
        Step::new("X22", DANGER, tried, request, Expect::Status(&[400, 401, 413])).at(case)
    });
    steps.chain(unproved).collect()
}

fn heads(case: &Case<'_>) -> Vec<(&'static str, Request)> {
    let long = "a".repeat(70_000);
    let permitted = || case.by(case.caller());
    let path = format!("{}/{long}", case.path);
    let many = (0..2000)
        .fold(permitted(), |request, number| request.header(&format!("x-filler-{number}"), "x"));
    let mut all = vec![
        ("a header of 70 kB", permitted().header("x-filler", &long)),
        ("two thousand headers", many),
        ("a path of 70 kB", case.bearing(case.to(&path), case.caller())),
    ];
    if !case.is_open() {
        let token = format!("Bearer v4.public.{long}");
        all.push(("a token of 70 kB", case.anonymous().header("authorization", &token)));
    }
    all
}

fn bodies(case: &Case<'_>) -> Vec<(&'static str, Request)> {
    let Some(media) = case.media.as_deref() else { return Vec::new() };
    let with = |text: &str| case.bearing(case.with_body(media, text), case.caller());
    let mut all = Vec::new();
    let limit = case.endpoint.limits.body_bytes;
    if limit < MOST {
        let length = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
        all.push(("a body one byte over the limit", with(&" ".repeat(length))));
    }
    match media {
        JSON => {
            let deep = format!("{}1{}", "[".repeat(3000), "]".repeat(3000));
            let digits = format!("{{\"a\":{}}}", "9".repeat(20_000));
            all.push(("a body of 3,000 levels", with(&deep)));
            all.push(("a number of 20,000 digits", with(&digits)));
        }
        FORM => all.push(("a form of 5,000 fields", with(&"a=1&".repeat(5000)))),
        _ => {}
    }
    let encoded = case.by(case.caller()).header("content-encoding", "gzip");
    all.push(("a body that says it is compressed", encoded));
    all
}

/// B-18: the body isn't waited for.
fn before_the_credential(case: &Case<'_>) -> Option<Request> {
    let media = case.media.as_deref().filter(|_| !case.is_open())?;
    Some(Request::raw(format!(
        "{} {} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {media}\r\ncontent-length: 1073741824\r\n\r\n",
        case.method(),
        case.target(),
    )))
}
