//! X23: a second request that hides in the body of the first.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::{Request, TOKEN};

const DANGER: &str =
    "a request that the proxy took for a body runs with the next visitor's connection";

/// Ways to make two programs disagree about where a body ends.
const FRAMINGS: [(&str, &str); 10] = [
    ("CL.TE", "content-length: 4\r\ntransfer-encoding: chunked\r\n"),
    ("TE.CL", "transfer-encoding: chunked\r\ncontent-length: 4\r\n"),
    ("two encodings", "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n"),
    (
        "an encoding with a space before the colon",
        "transfer-encoding : chunked\r\ncontent-length: 5\r\n",
    ),
    (
        "an encoding behind a vertical tab",
        "content-length: 0\r\ntransfer-encoding:\u{b}chunked\r\n",
    ),
    ("an encoding on a folded line", "content-length: 5\r\ntransfer-encoding:\r\n chunked\r\n"),
    (
        "an encoding that isn't the last",
        "transfer-encoding: chunked, identity\r\ncontent-length: 5\r\n",
    ),
    ("two lengths", "content-length: 0\r\ncontent-length: 38\r\n"),
    ("a signed length", "content-length: +38\r\n"),
    ("a length in hex", "content-length: 0x26\r\n"),
];

/// On what has a body, and on the rest all the same: a GET's body is the usual hiding place.
pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let (bearer, inner) = if case.is_open() {
        (String::new(), format!("GET {} HTTP/1.1\r\nhost: localhost\r\n\r\n", case.path))
    } else {
        let bearer = format!("authorization: Bearer {TOKEN}\r\n");
        (bearer, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned())
    };
    let steps = FRAMINGS.iter().map(|(name, framing)| {
        let raw = format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\n{bearer}content-type: application/json\r\n{framing}\r\n0\r\n\r\n{inner}",
            case.method(),
            case.target(),
        );
        let request = Request::raw(raw).holding(case.whole());
        Step::new("X23", DANGER, format!("a second request behind {name}"), request, Expect::OneRefusal).at(case)
    });
    steps.collect()
}
