//! What must hold of every attack on a listener: it is refused, written down once, reaches no handler, and keeps nobody
//! else waiting.

use std::net::SocketAddr;

use serde_json::Value;

use crate::fixture::House;
use crate::fixture::checks::SEAL;
use crate::fixture::wire::{Wire, WireAnswer, exchange};

/// A house that is served, and what is to be found in its log.
pub(super) struct Watch<'h> {
    pub(super) house: &'h House,
    pub(super) address: SocketAddr,
    records: usize,
    runs: u64,
}

impl Watch<'_> {
    pub(super) fn over(test: impl FnOnce(&mut Watch<'_>)) {
        let house = House::open();
        let server = house.app.serve();
        let mut watch = Watch { house: &house, address: server.address(), records: 0, runs: 0 };
        test(&mut watch);
        watch.recorded(0);
    }

    /// The head's first lines, with a token that opens everything.
    pub(super) fn authorized(&self, line: &str) -> String {
        let token = self.house.token();
        format!("{line} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n")
    }

    /// A POST of JSON whose body is still to come.
    pub(super) fn post(&self, framing: &str) -> String {
        let head = self.authorized("POST /merge");
        format!("{head}content-type: application/json\r\n{framing}\r\n\r\n")
    }

    /// Sends it on a connection of its own, which ends with the refusal. Meanwhile others are served.
    pub(super) fn refuses(&mut self, request: impl AsRef<[u8]>, status: u16) -> WireAnswer {
        let shown = String::from_utf8_lossy(request.as_ref()).escape_debug().to_string();
        let shown: String = shown.chars().take(300).collect();
        let mut wire = Wire::open(self.address);
        wire.send(request.as_ref());
        self.serves_others();
        let answer = wire.answer().unwrap_or_else(|| panic!("no answer to {shown}"));
        assert_eq!(answer.status, status, "{shown}: {answer:?}");
        assert!(wire.ends(), "{shown}: more than one answer, or the connection stays");
        is_problem(&answer);
        self.recorded(1);
        answer
    }

    /// Another client gets its answer at once.
    pub(super) fn serves_others(&mut self) {
        if self.records.is_multiple_of(200) {
            self.house.rest();
        }
        let request = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        assert_eq!(exchange(self.address, request).unwrap().status, 204);
        self.answered(1);
    }

    /// So many requests were let in, each to one handler, and written down.
    pub(super) fn answered(&mut self, count: usize) {
        self.runs += u64::try_from(count).unwrap();
        self.records += count;
    }

    /// There are so many records more, and no other; no handler ran that shouldn't have.
    pub(super) fn recorded(&mut self, count: usize) {
        self.records += count;
        let records = self.house.records();
        assert_eq!(records.len(), self.records, "{:#?}", records.last());
        assert_eq!(self.house.runs.total(), self.runs, "{:?}", self.house.runs.all());
    }

    /// Why the latest request that wasn't answered wasn't.
    pub(super) fn last_reason(&self) -> String {
        let records = self.house.records();
        let refused = records.iter().rfind(|record| record["reason"] != "ok");
        refused.unwrap()["reason"].as_str().unwrap().to_owned()
    }
}

/// G-07, and nothing in it of what was sent or where it failed.
fn is_problem(answer: &WireAnswer) {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    for (name, value) in SEAL {
        assert_eq!(answer.header(name), Some(value), "{answer:?}");
    }
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["status"], answer.status, "{answer:?}");
    for word in ["canary", ".rs", "panicked", "actix", "httparse", "serde"] {
        assert!(!answer.body.contains(word), "{answer:?}");
    }
}
