#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::time::Duration;

use zt_core::decide::ScopeSet;

use super::*;
use crate::audit::MemorySink;
use crate::identity::subject::Kind;
use crate::identity::{Shown, Translation};

fn subject(name: &str) -> Subject {
    Subject::new("https://i.example", name, Kind::Person).unwrap()
}

fn identity(name: &str, token_id: &str, issued_at: Timestamp) -> Identity {
    Identity {
        subject: subject(name),
        tenant: None,
        client: None,
        scopes: "".into(),
        roles: Box::default(),
        scope_set: ScopeSet::default(),
        token_id: token_id.into(),
        issued_at,
        expires_at: issued_at,
        auth_time: None,
        acr: None,
        actor: None,
        acr_words: Translation::default(),
        issuer_name: None,
        device: None,
        is_bound: false,
        is_signed: false,
        shown: Shown::Token,
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn counts(revocations: &Revocations, name: &str, token_id: &str, issued_at: i64) -> bool {
    revocations.check(&identity(name, token_id, at(issued_at)), SignedDuration::ZERO).is_ok()
}

#[test]
fn one_token_is_taken_back_and_no_other() {
    let (clock, _hand) = Clock::manual(at(1000));
    let revocations = Revocations::in_memory(clock);
    revocations.revoke_token("https://i.example", "t1").unwrap();
    assert!(!counts(&revocations, "alice", "t1", 900));
    assert!(counts(&revocations, "alice", "t2", 900));
    let elsewhere = Revocations::in_memory(Clock::system());
    elsewhere.revoke_token("https://other.example", "t1").unwrap();
    assert!(counts(&elsewhere, "alice", "t1", 900));
}

#[test]
fn everything_issued_so_far_is_taken_back_and_nothing_later() {
    let (clock, hand) = Clock::manual(at(1000));
    let revocations = Revocations::in_memory(clock);
    revocations.revoke_subject(&subject("alice")).unwrap();
    assert!(!counts(&revocations, "alice", "t", 1000));
    assert!(counts(&revocations, "alice", "t", 1001));
    assert!(counts(&revocations, "bob", "t", 900));
    let ahead = identity("alice", "t", at(1009));
    assert_eq!(revocations.check(&ahead, SignedDuration::from_secs(10)), Err("subject_revoked"));
    // A correction of the clock gives nothing back.
    hand.set(at(500));
    revocations.revoke_subject(&subject("alice")).unwrap();
    assert!(!counts(&revocations, "alice", "t", 900));
}

#[test]
fn revocations_outlast_the_process_and_are_forgotten_when_they_refuse_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateFolder::prepare(&folder.path().join("state")).unwrap();
    let (clock, hand) = Clock::manual(at(1000));
    let memory = MemorySink::default();
    let audit = Audit::start(memory.clone()).unwrap();
    let revocations = Revocations::open(&state, clock.clone(), audit.clone()).unwrap();
    revocations.revoke_token("https://i.example", "t\n1").unwrap();
    revocations.revoke_subject(&subject("alice b")).unwrap();
    let again = Revocations::open(&state, clock.clone(), audit.clone()).unwrap();
    assert!(!counts(&again, "x", "t\n1", 900) && !counts(&again, "alice b", "t", 900));
    hand.advance(Duration::from_secs(25 * 3600));
    let later = Revocations::open(&state, clock, audit.clone()).unwrap();
    assert!(later.0.table.load().subjects.is_empty());
    // L-01: each is in the log once, a token by the digest that its records have.
    audit.flush(Duration::from_secs(5)).unwrap();
    let lines = memory.lines();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains(&format!(
        "\"event\":\"token_revoked\",\"issuer\":\"https://i.example\",\"token\":\"{}\"",
        digest("t\n1")
    )));
    assert!(
        lines[1].contains("\"event\":\"subject_revoked\"")
            && lines[1].contains("\"name\":\"alice b\"")
    );
}

#[test]
fn a_malformed_line_keeps_the_service_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateFolder::prepare(&folder.path().join("state")).unwrap();
    let good = "{\"token\":{\"at\":\"2026-01-01T00:00:00Z\",\"issuer\":\"i\",\"id\":\"t\"}}\n";
    for (bad, line) in [
        ("{\"token\":{\"at\":\"2026-01-01T00:00:00Z\",\"iss", 2),
        ("\n", 2),
        ("{\"token\":{\"at\":\"2026-01-01T00:00:00Z\",\"issuer\":\"i\",\"id\":\"t\"}}", 2),
        (
            "{\"token\":{\"at\":\"2026-01-01T00:00:00Z\",\"issuer\":\"i\",\"id\":\"t\",\"x\":1}}\n",
            2,
        ),
        ("{\"subject\":{\"at\":\"2026-01-01T00:00:00Z\",\"subject\":\"alice\"}}\n", 2),
    ] {
        drop(state.open_private("revocations.jsonl").unwrap());
        fs::write(state.path_of("revocations.jsonl"), format!("{good}{bad}")).unwrap();
        let audit = Audit::start(MemorySink::default()).unwrap();
        let fault = Revocations::open(&state, Clock::system(), audit).unwrap_err();
        assert!(fault.to_string().contains(&format!("revocations.jsonl, line {line}:")), "{fault}");
    }
}

#[test]
fn a_failed_write_is_an_error_and_the_revocation_counts_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateFolder::prepare(&folder.path().join("state")).unwrap();
    let audit = Audit::start(MemorySink::default()).unwrap();
    let revocations = Revocations::open(&state, Clock::system(), audit).unwrap();
    // A file that is open for reading only stands for a disk that is full.
    let read_only = fs::File::open(state.path_of("revocations.jsonl")).unwrap();
    revocations.0.log.lock().unwrap().as_mut().unwrap().break_with(read_only);
    assert!(revocations.revoke_token("https://i.example", "t1").is_err());
    assert!(!counts(&revocations, "alice", "t1", 0));
}
