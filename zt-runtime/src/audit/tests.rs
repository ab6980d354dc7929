#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use jiff::Timestamp;
use serde_json::Value;
use zt_core::decide::{Grants, ScopeTable};

mod evidence;

use super::*;
use crate::authority::LocalAuthority;
use crate::clock::Clock;
use crate::identity::{Credential, Identity, Presented, Revocations, Verifier};
use crate::testing::block_on;

const SECOND: Duration = Duration::from_secs(1);

fn record() -> Record {
    Record::new(
        Timestamp::from_second(1_700_000_000).unwrap(),
        "GET",
        "192.0.2.1".parse().ok(),
        "00f067aa0ba902b7",
    )
}

fn identity() -> (String, Identity) {
    let clock = Clock::system();
    let authority = LocalAuthority::for_test("shop", clock.clone()).unwrap();
    let token = authority.token_for("alice").tenant("acme").client("web").issue().unwrap();
    let header = format!("Bearer {token}");
    let credential = Credential::read([header.as_bytes()], None).unwrap().unwrap();
    let verifier = Verifier::new(authority.issuers(), Revocations::in_memory(clock.clone()));
    let table: Grants = ScopeTable::build([]).unwrap().into();
    let holder = block_on(verifier.verify(&credential, &clock, &table)).unwrap();
    (token, holder.bound(Presented::default()).unwrap())
}

fn parsed(memory: &MemorySink) -> Vec<Value> {
    memory.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn l01_a_record_says_when_who_what_and_why() {
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    let (_, identity) = identity();
    let mut entry = audit.reserve().unwrap().open(record());
    entry.set_path("/orders/7");
    entry.set_endpoint("get_order", "/orders/{order}".into(), "ab12".into());
    entry.set_identity(&identity);
    entry.add_object(ObjectRecord::new("Order", "7"));
    entry.close(Outcome::Allow, "allowed", 200);
    audit.flush(SECOND).unwrap();
    let line = &parsed(&memory)[0];
    let expected = serde_json::json!({
        "seq": 1, "prev": line["prev"], "time": "2023-11-14T22:13:20.000000000Z", "event": "decision", "outcome": "allow", "reason": "allowed",
        "status": 200, "method": "GET", "endpoint": "get_order", "pattern": "/orders/{order}", "rule": "ab12",
        "path": "/orders/7", "subject": {"issuer": "test:shop", "name": "alice", "kind": "person"}, "client": "web",
        "tenant": "acme", "token": record::digest(identity.token_id()), "objects": [{"type": "Order", "id": "7"}],
        "peer": "192.0.2.1", "trace": "00f067aa0ba902b7",
    });
    assert_eq!(*line, expected);
}

#[test]
fn l01_a_request_that_is_cancelled_or_panics_leaves_one_record() {
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    drop(audit.reserve().unwrap().open(record()));
    let entry = audit.reserve().unwrap().open(record());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
        let _entry = entry;
        panic!("in the handler");
    }));
    assert!(panicked.is_err());
    audit.flush(SECOND).unwrap();
    let lines = parsed(&memory);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["outcome"] == "error" && line["reason"] == "cancelled"));
}

#[test]
fn l03_no_token_and_no_token_id_is_in_a_record() {
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    let (token, identity) = identity();
    let mut entry = audit.reserve().unwrap().open(record());
    entry.set_identity(&identity);
    entry.close(Outcome::Deny, "insufficient_scope", 403);
    audit.flush(SECOND).unwrap();
    let line = memory.lines().concat();
    assert!(!line.contains(&token) && !line.contains(identity.token_id()));
    assert!(!format!("{identity:?}").contains(identity.token_id()));
    assert_eq!(record::digest("abc"), "ba7816bf8f01cfea");
}

// X25.
#[test]
fn l04_no_value_breaks_out_of_its_line() {
    let payloads = [
        "\"},{\"outcome\":\"allow\"",
        "a\r\nb",
        "\u{1b}[2J",
        "\u{202e}gpj",
        "\u{2028}\u{2029}",
        "\0\u{7f}\u{85}\u{9b}31m",
        "\u{feff}\u{200b}\u{2066}",
        "\\u000a",
        "\u{1f600}\u{10ffff}",
        "раураl",
    ];
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    for payload in payloads {
        let mut entry = audit.reserve().unwrap().open(Record::new(
            Timestamp::UNIX_EPOCH,
            payload,
            None,
            payload,
        ));
        entry.set_path(payload);
        entry.add_object(ObjectRecord::new("Order", payload));
    }
    audit.flush(SECOND).unwrap();
    let lines = memory.lines();
    assert_eq!(lines.len(), payloads.len());
    for (line, payload) in lines.iter().zip(payloads) {
        assert!(line.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{line:?}");
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            (&value["path"], &value["objects"][0]["id"]),
            (&payload.into(), &payload.into())
        );
        assert_eq!(value["outcome"], "error");
    }
}

#[test]
fn l04_a_long_value_is_cut() {
    let mut record = record();
    record.set_path(&"ä".repeat(100_000));
    assert!(serde_json::to_vec(&record).unwrap().len() < 4096);
}

#[test]
fn l05_a_full_queue_refuses_and_nothing_accepted_is_lost() {
    let memory = MemorySink::default();
    let (gate, open) = std::sync::mpsc::channel();
    let audit = Audit::with_room_for(4, Gated { open, memory: memory.clone() }).unwrap();
    let permits: Vec<_> = (0..4).map(|_| audit.reserve().unwrap()).collect();
    assert_eq!(audit.reserve().unwrap_err(), AuditUnavailable);
    for permit in permits {
        permit.write(record());
    }
    gate.send(()).unwrap();
    drop(gate);
    audit.flush(SECOND).unwrap();
    assert_eq!(memory.lines().len(), 4);
    assert!(audit.reserve().is_ok());
}

// What had no place is counted, and the next record tells how many they were.
#[test]
fn l05_requests_without_a_record_are_counted_in_the_next_one() {
    let memory = MemorySink::default();
    let (gate, open) = std::sync::mpsc::channel();
    let audit = Audit::with_room_for(1, Gated { open, memory: memory.clone() }).unwrap();
    let permit = audit.reserve().unwrap();
    for _ in 0..7 {
        assert_eq!(audit.reserve().unwrap_err(), AuditUnavailable);
    }
    drop(permit.open(record()));
    drop(gate);
    audit.flush(SECOND).unwrap();
    for _ in 0..2 {
        drop(audit.reserve().unwrap().open(record()));
        audit.flush(SECOND).unwrap();
    }
    let unseen: Vec<_> = parsed(&memory).iter().map(|line| line["unseen"].clone()).collect();
    assert_eq!(unseen, [Value::Null, 7.into(), Value::Null]);
}

#[test]
fn l06_the_callers_trace_is_a_link_and_not_the_trace() {
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    let mut entry = audit.reserve().unwrap().open(record());
    entry.set_link("4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7".to_owned());
    drop(entry);
    audit.flush(SECOND).unwrap();
    let line = &parsed(&memory)[0];
    assert_eq!(line["link"], "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7");
    assert_eq!(line["trace"], "00f067aa0ba902b7");
}

struct Gated {
    open: std::sync::mpsc::Receiver<()>,
    memory: MemorySink,
}

impl Sink for Gated {
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        let _ = self.open.recv();
        self.memory.append(lines)
    }
}

/// A disk that is full for a while.
struct Failing {
    full: Arc<AtomicBool>,
    memory: MemorySink,
}

impl Sink for Failing {
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.full.load(Ordering::Acquire) {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.memory.append(lines)
    }
}

// X30: a full disk refuses requests, loses no record, and ends with the disk's fullness.
#[test]
fn x30_a_failing_sink_closes_the_gate_until_it_recovers() {
    let memory = MemorySink::default();
    let full = Arc::new(AtomicBool::new(true));
    let audit = Audit::start(Failing { full: Arc::clone(&full), memory: memory.clone() }).unwrap();
    audit.reserve().unwrap().write(record());
    while audit.reserve().is_ok() {
        std::thread::yield_now();
    }
    full.store(false, Ordering::Release);
    while audit.reserve().is_err() {
        std::thread::yield_now();
    }
    audit.flush(Duration::from_secs(5)).unwrap();
    assert_eq!(memory.lines().len(), 1);
}
