//! The number under which one request is found again in answer, log and audit.

use crate::endpoint::HeaderSource;
use crate::hex::hex;

/// 128 random bits in hex, as a trace id of W3C Trace Context §3.2.2.3. `None` if the system has no random numbers.
pub(crate) fn trace_id() -> Option<String> {
    random_hex::<16>()
}

/// 64 random bits in hex, as a parent id of W3C Trace Context §3.2.2.4: one call within a trace.
pub(crate) fn span_id() -> Option<String> {
    random_hex::<8>()
}

/// All zeros, which no id may be, come up once in 2^64 times: then there is none.
fn random_hex<const BYTES: usize>() -> Option<String> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).ok()?;
    bytes.iter().any(|byte| *byte != 0).then(|| hex(&bytes))
}

/// The trace that the caller says it is in, as `<trace id>-<parent id>`.
///
/// Nobody in front of the service is trusted to name a trace: a caller that could choose the number would lay its
/// requests under somebody else's. So each request has one of its own, and the caller's is a link in its record. Of
/// `tracestate` nothing is read (L-06).
pub(crate) fn trace_link(headers: &dyn HeaderSource) -> Option<String> {
    match headers.values("traceparent").as_slice() {
        [one] => str::from_utf8(one).ok().and_then(link_of).map(str::to_owned),
        _ => None,
    }
}

/// W3C Trace Context §3.2, version 00, to the letter.
fn link_of(traceparent: &str) -> Option<&str> {
    let (link, flags) = traceparent.strip_prefix("00-")?.rsplit_once('-')?;
    let (trace, parent) = link.split_once('-')?;
    let good = is_id(trace, 32) && is_id(parent, 16) && is_hex(flags, 2);
    good.then_some(link)
}

/// Not all zero.
fn is_id(text: &str, length: usize) -> bool {
    is_hex(text, length) && text.bytes().any(|byte| byte != b'0')
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::edge::Headers;

    #[test]
    fn k08_trace_ids_are_128_bits_and_differ() {
        let ids: std::collections::HashSet<_> = (0..100).map(|_| trace_id().unwrap()).collect();
        assert_eq!(ids.len(), 100);
        assert!(
            ids.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
        );
    }

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    const LINK: &str = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";

    #[test]
    fn l06_a_traceparent_is_read_strictly() {
        assert_eq!(link_of(&format!("00-{LINK}-01")), Some(LINK));
        assert_eq!(link_of(&format!("00-{LINK}-00")), Some(LINK));
        for bad in [
            String::new(),
            LINK.to_owned(),
            format!("01-{LINK}-01"),
            format!("ff-{LINK}-01"),
            format!("00-{LINK}"),
            format!("00-{LINK}-"),
            format!("00-{LINK}-1"),
            format!("00-{LINK}-0G"),
            format!("00-{LINK}-01-more"),
            format!("00-{LINK}-01 "),
            format!(" 00-{LINK}-01"),
            format!("00-{}-01", LINK.to_uppercase()),
            format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32)),
            format!("00-{TRACE}-{}-01", "0".repeat(16)),
            format!("00-{TRACE}0-00f067aa0ba902b7-01"),
            format!("00-{TRACE}-00f067aa0ba902b-01"),
            format!("00-{TRACE}_00f067aa0ba902b7-01"),
            format!("00-{LINK}-01,00-{LINK}-01"),
            "00-4bf92f3577b34da6a3ce929d0e0e47\u{e9}-00f067aa0ba902b7-01".to_owned(),
        ] {
            assert_eq!(link_of(&bad), None, "{bad:?}");
        }
    }

    #[test]
    fn l06_two_traceparents_are_none() {
        let mut headers = Headers::default();
        headers.add("traceparent", format!("00-{LINK}-01"));
        assert_eq!(trace_link(&headers).as_deref(), Some(LINK));
        headers.add("traceparent", format!("00-{LINK}-01"));
        assert_eq!(trace_link(&headers), None);
    }
}
