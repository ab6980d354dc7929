//! Answers that the dispatcher gives by itself.
//!
//! What actix-http can't parse it answers without asking anybody: an empty 400, 408 or 431, always the last thing on
//! its connection. They are recognised on their way out and replaced, so that these too are problem documents (G-07)
//! and have their audit record (L-01).

use crate::problem::Refusal;
use crate::reply::Response;

/// Longer than any head that the dispatcher writes by itself.
const LONGEST: usize = 256;

const EMPTY: &[u8] = b"content-length: 0\r\n";

/// An empty error answer at the end of what is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Foreign<'a> {
    /// What is written before it.
    pub(super) before: &'a [u8],
    status: u16,
    status_line: &'a [u8],
    /// `connection` and `date`, each with its line end.
    headers: &'a [u8],
}

impl<'a> Foreign<'a> {
    pub(super) fn find(written: &'a [u8]) -> Option<Self> {
        let head = written.strip_suffix(b"\r\n\r\n")?;
        let tail = head.len().saturating_sub(LONGEST);
        let start = (tail..head.len())
            .rev()
            .find(|start| head.get(*start..).is_some_and(|rest| rest.starts_with(b"HTTP/1.")))?;
        let (before, head) = written.split_at_checked(start)?;
        let line_end = head.windows(2).position(|pair| pair == b"\r\n")? + 2;
        let (status_line, rest) = head.split_at_checked(line_end)?;
        let headers = rest.strip_prefix(EMPTY)?.strip_suffix(b"\r\n")?;
        let only_its_own = headers.split(|byte| *byte == b'\n').all(|line| {
            line.is_empty() || line.starts_with(b"date: ") || line.starts_with(b"connection: ")
        });
        let status = str::from_utf8(status_line.get(9..12)?).ok()?.parse().ok()?;
        (only_its_own && status >= 400).then_some(Self { before, status, status_line, headers })
    }

    /// What it means. A request that couldn't be read has one of few faults.
    pub(super) const fn refusal(&self) -> Refusal {
        match self.status {
            408 => Refusal::BodyTooSlow,
            413 => Refusal::BodyTooLarge,
            414 => Refusal::TargetTooLong,
            431 => Refusal::HeadersTooLarge,
            500.. => Refusal::Internal("dispatcher"),
            _ => Refusal::MalformedRequest("unreadable_request"),
        }
    }

    /// The same answer with the gate's words. Its status may have become another (429, 503).
    pub(super) fn replaced_by(&self, response: &Response) -> Vec<u8> {
        let mut out = self.before.to_vec();
        if response.status == self.status {
            out.extend_from_slice(self.status_line);
        } else {
            out.extend_from_slice(format!("HTTP/1.1 {} \r\n", response.status).as_bytes());
        }
        out.extend_from_slice(self.headers);
        if !self.headers.starts_with(b"connection: ") {
            out.extend_from_slice(b"connection: close\r\n");
        }
        for (name, value) in &response.headers {
            out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        out.extend_from_slice(
            format!("content-length: {}\r\n\r\n", response.body.len()).as_bytes(),
        );
        out.extend_from_slice(&response.body);
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const BARE: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\ndate: Mon, 01 Jan 2024 \
                          00:00:00 GMT\r\n\r\n";

    #[test]
    fn g07_an_empty_answer_of_the_dispatcher_is_found_behind_another() {
        let written = [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", BARE].concat();
        let found = Foreign::find(&written).unwrap();
        assert!(found.before.ends_with(b"\r\n\r\nok"));
        assert_eq!(found.refusal(), Refusal::MalformedRequest("unreadable_request"));
        let replaced = found.replaced_by(&found.refusal().response("t"));
        let text = String::from_utf8(replaced).unwrap();
        assert!(
            text.contains("ok")
                && text
                    .contains("\r\n\r\nokHTTP/1.1 400 Bad Request\r\nconnection: close\r\ndate: ")
        );
        assert!(text.ends_with('}') && text.contains("application/problem+json"));
        assert_eq!(text.matches("content-length").count(), 2);
    }

    #[test]
    fn answers_of_the_gate_are_left_alone() {
        for own in [
            "HTTP/1.1 204 No Content\r\ncache-control: no-store\r\n\r\n",
            "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\ndate: x\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\ncache-control: no-store\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\n\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "\r\n\r\n",
            "",
        ] {
            assert_eq!(Foreign::find(own.as_bytes()), None, "{own:?}");
        }
    }
}
