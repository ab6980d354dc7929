//! X21, X23: WebSockets that are opened otherwise than RFC 6455 has it.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::{Request, TOKEN};

const HALF: &str = "a proxy that takes it for an upgrade, and a service that doesn't, see other requests behind it";

type Header = (&'static str, &'static str);

/// RFC 6455 §4.1
const WHOLE: [Header; 4] = [
    ("connection", "upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

const OTHERS: [Header; 5] = [
    ("connection", "keep-alive"),
    ("upgrade", "websocket, h2c"),
    ("sec-websocket-version", "8"),
    ("sec-websocket-key", "eA=="),
    ("sec-websocket-key", "none"),
];

/// What says that a body follows.
const LENGTHS: [Header; 2] = [("content-length", "4"), ("transfer-encoding", "chunked")];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if !case.is_socket() || case.is_open() {
        return Vec::new();
    }
    let inner = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let broken = handshakes().into_iter().map(|(what, headers)| {
        let request = opening(case, "1.1", &headers, inner);
        let tried = format!("a socket that is opened with {what}, and a request behind");
        // Without the word it is an ordinary request, and the next one may follow.
        let is_upgrade = headers.iter().any(|(name, _)| *name == "upgrade");
        let expect = if is_upgrade { Expect::OneRefusal } else { Expect::Refusal };
        Step::new("X23", HALF, tried, request, expect).at(case)
    });
    // RFC 9110 §7.8: an upgrade in a request of HTTP/1.0 is none.
    let old = opening(case, "1.0", &WHOLE, "");
    let old = Step::new("X23", HALF, "a socket over HTTP/1.0", old, Expect::Refusal).at(case);
    broken.chain([old]).collect()
}

fn opening(case: &Case<'_>, version: &str, headers: &[Header], behind: &str) -> Request {
    let lines: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let target = case.target();
    Request::raw(format!(
        "GET {target} HTTP/{version}\r\nhost: localhost\r\nauthorization: Bearer {TOKEN}\r\n{lines}\r\n{behind}"
    ))
    .holding(case.whole())
}

fn handshakes() -> Vec<(String, Vec<Header>)> {
    let but =
        |name: &str| WHOLE.into_iter().filter(|(known, _)| *known != name).collect::<Vec<_>>();
    let with = |header: Header| [&WHOLE[..], &[header]].concat();
    let mut all = vec![("nothing of a handshake".to_owned(), Vec::new())];
    for header in WHOLE {
        all.push((format!("no `{}`", header.0), but(header.0)));
        // Options may be listed on several lines (RFC 9110 §5.3).
        if header.0 != "connection" {
            all.push((format!("two `{}`", header.0), with(header)));
        }
    }
    for header in OTHERS {
        all.push((format!("`{}: {}`", header.0, header.1), [but(header.0), vec![header]].concat()));
    }
    all.extend(LENGTHS.map(|header| (format!("a `{}`", header.0), with(header))));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x23_no_handshake_is_a_whole_one() {
        let all = handshakes();
        assert!(all.len() > 12 && all.iter().all(|(_, headers)| *headers != WHOLE), "{all:?}");
    }
}
