#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::io::{BufReader, Cursor};

use proptest::prelude::*;
use serde::Serialize;

use super::*;

const EVERY: u64 = 5;

#[derive(Serialize)]
struct Record {
    time: &'static str,
    event: &'static str,
    path: String,
}

fn record(number: usize) -> Record {
    Record { time: "2026-01-01T00:00:00Z", event: "decision", path: format!("/orders/{number}") }
}

fn key() -> CheckpointKey {
    CheckpointKey::parse(&CheckpointKey::generate().unwrap().0).unwrap()
}

/// A log as the runtime writes it, and what its anchor has.
struct Written {
    key: CheckpointKey,
    chain: Chain,
    lines: Vec<Vec<u8>>,
    anchor: Vec<u8>,
}

impl Written {
    fn begin() -> Self {
        Self::under(key())
    }

    fn under(key: CheckpointKey) -> Self {
        let (chain, line) = Chain::begin(LogId::new([7; 16]), Some(EVERY), "now".into()).unwrap();
        let mut written = Self { key, chain, lines: vec![line], anchor: Vec::new() };
        written.sign();
        written
    }

    fn records(mut self, count: usize) -> Self {
        for number in 0..count {
            let line = self.chain.append(&record(number)).unwrap();
            self.lines.push(line);
        }
        self
    }

    fn sign(&mut self) {
        let token = self.key.sign(&self.chain.statement("now".into())).unwrap();
        self.lines.push(self.chain.append_checkpoint(&token).unwrap());
        self.anchor.extend_from_slice(token.as_bytes());
        self.anchor.push(b'\n');
    }

    fn signed(mut self) -> Self {
        self.sign();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        self.lines.concat()
    }

    fn anchored(&self, log: &[u8]) -> Verified {
        let anchor: Named = ("anchor".to_owned(), Box::new(Cursor::new(self.anchor.clone())));
        self.verified(log, Some(anchor))
    }

    fn alone(&self, log: &[u8]) -> Verified {
        self.verified(log, None)
    }

    fn verified(&self, log: &[u8], anchor: Option<Named>) -> Verified {
        let file: Named = ("log".to_owned(), Box::new(BufReader::new(Cursor::new(log.to_vec()))));
        verify([Ok(file)], &self.key.verifying(), anchor).unwrap()
    }

    fn broken(&self, log: &[u8]) -> Broken {
        broken(self.alone(log))
    }
}

type Named = (String, Box<dyn std::io::BufRead>);

/// Four checkpoints, three records between each.
fn log() -> Written {
    Written::begin().records(3).signed().records(3).signed().records(3).signed()
}

fn whole(verified: Verified) -> Report {
    match verified {
        Verified::Whole(report) => report,
        Verified::Broken(broken, _) => panic!("{broken}"),
    }
}

fn broken(verified: Verified) -> Broken {
    match verified {
        Verified::Whole(report) => panic!("{report:?}"),
        Verified::Broken(broken, _) => *broken,
    }
}

#[test]
fn l02_a_log_that_nobody_changed_is_whole() {
    let log = log().records(2);
    let report = whole(log.anchored(&log.bytes()));
    assert_eq!((report.lines, report.checkpoints, report.unsigned), (16, 4, 2));
    assert_eq!((report.first, report.last, report.signed), (Some(0), Some(15), Some(12)));
    assert_eq!((report.anchored, report.torn), (Some(12), 0));
    let mut torn = log.bytes();
    torn.extend_from_slice(b"{\"seq\":16,");
    assert_eq!(whole(log.anchored(&torn)).torn, 10);
}

// X26: each byte of a log, changed in three ways, and the newline between lines.
#[test]
fn x26_any_byte_that_is_changed_is_found_and_its_line_named() {
    let log = log();
    let bytes = log.bytes();
    let mut line = 1;
    for (at, byte) in bytes.iter().enumerate() {
        for other in [byte ^ 1, b'\n', b'"'] {
            if other == *byte {
                continue;
            }
            let mut changed = bytes.clone();
            changed[at] = other;
            // The last newline belongs to a line that isn't whole then.
            if at + 1 == bytes.len() {
                assert!(matches!(log.anchored(&changed), Verified::Broken(..)));
                continue;
            }
            let broken = log.broken(&changed);
            assert_eq!(broken.line, line, "byte {at} to {other}: {broken}");
        }
        line += u64::from(*byte == b'\n');
    }
}

#[test]
fn x26_what_is_lost_copied_swapped_or_put_in_is_found_and_named() {
    let log = log();
    let count = log.lines.len();
    for at in 0..count - 1 {
        let number = u64::try_from(at).unwrap();
        let mut lost = log.lines.clone();
        lost.remove(at);
        let broken = log.broken(&lost.concat());
        match at {
            0 => assert_eq!(broken.fault, Fault::NoBeginning),
            _ => assert_eq!(broken.fault, Fault::Missing { from: number, through: number }),
        }
        assert_eq!(broken.line, number + 1);

        let mut copied = log.lines.clone();
        copied.insert(at, log.lines[at].clone());
        let broken = log.broken(&copied.concat());
        assert_eq!((broken.line, broken.seq, broken.fault), (number + 2, number, Fault::Copied));

        let mut swapped = log.lines.clone();
        swapped.swap(at, at + 1);
        let broken = log.broken(&swapped.concat());
        match at {
            0 => assert_eq!(broken.fault, Fault::NoBeginning),
            _ => assert_eq!(broken.fault, Fault::OutOfOrder { expected: number }),
        }
        assert_eq!(broken.line, number + 1);

        for other in (0..count).filter(|other| *other != at) {
            let mut moved = log.lines.clone();
            moved.insert(at + 1, log.lines[other].clone());
            if other != at + 1 {
                assert_eq!(log.broken(&moved.concat()).line, number + 2, "{other} after {at}");
            }
        }
    }
}

// Who puts a line in can chain it, but not what follows on it.
#[test]
fn x26_a_record_that_was_made_up_is_found_and_named() {
    let log = log();
    for at in 1..log.lines.len() - 1 {
        let mut chain = resume(Cursor::new(log.lines[..=at].concat()), &log.key.verifying())
            .unwrap()
            .unwrap()
            .chain;
        let made_up = chain.append(&record(99)).unwrap();
        let mut lines = log.lines.clone();
        lines.insert(at + 1, made_up);
        let broken = log.broken(&lines.concat());
        assert_eq!(broken.fault, Fault::Inserted, "{at}");
        assert_eq!(broken.line, u64::try_from(at + 2).unwrap());
    }
}

// Who can write can chain anew; not what is signed.
#[test]
fn x26_a_chain_that_was_written_anew_ends_at_the_next_checkpoint() {
    let log = log();
    let mut chain =
        resume(Cursor::new(log.lines[..6].concat()), &log.key.verifying()).unwrap().unwrap().chain;
    let mut lines = log.lines[..6].to_vec();
    lines.extend((0..3).map(|number| chain.append(&record(100 + number)).unwrap()));
    let token = String::from_utf8(log.anchor.clone()).unwrap();
    lines.push(chain.append_checkpoint(token.lines().nth(2).unwrap()).unwrap());
    let broken = log.broken(&lines.concat());
    assert_eq!((broken.line, broken.fault), (10, Fault::Rewritten { from: 6 }));
    // Without its checkpoints it is no log of ours for long.
    let mut chain =
        resume(Cursor::new(lines[..9].concat()), &log.key.verifying()).unwrap().unwrap().chain;
    let mut lines = lines[..9].to_vec();
    lines.extend((0..9).map(|number| chain.append(&record(200 + number)).unwrap()));
    let broken = log.broken(&lines.concat());
    assert_eq!((broken.seq, broken.fault), (11, Fault::Unsigned { every: EVERY }));
}

#[test]
fn x26_a_checkpoint_of_somebody_else_is_none() {
    let log = log();
    let other = Written::under(key()).records(3).signed();
    let broken = log.broken(&other.bytes());
    assert_eq!((broken.line, broken.fault), (2, Fault::UnknownKey));
    let (mut chain, first) = Chain::begin(LogId::new([9; 16]), None, "now".into()).unwrap();
    let unsigned = [first.clone(), chain.append(&record(1)).unwrap()].concat();
    assert_eq!(log.broken(&unsigned).fault, Fault::NothingSigned);
    let token = String::from_utf8(log.anchor.clone()).unwrap();
    let (mut chain, first) = Chain::begin(LogId::new([9; 16]), None, "now".into()).unwrap();
    let copied = chain.append_checkpoint(token.lines().next().unwrap()).unwrap();
    assert_eq!(log.broken(&[first, copied].concat()).fault, Fault::AnotherLog);
    assert_eq!(log.broken(b"").fault, Fault::NoBeginning);
}

// The same log, cut after each of its lines, and put back to an older file: only the anchor knows.
#[test]
fn x26_a_cut_tail_and_an_older_file_show_by_the_anchor() {
    let log = log();
    for kept in 0..log.lines.len() {
        let cut = log.lines[..kept].concat();
        let broken = broken(log.anchored(&cut));
        if kept > 0 {
            assert!(matches!(broken.fault, Fault::NotAnchored { .. }), "{kept}: {broken}");
            assert_eq!(broken.line, u64::try_from(kept).unwrap());
        }
        if kept > 2 {
            let tail = whole(log.alone(&cut));
            assert_eq!(tail.unsigned, u64::try_from((kept - 2) % 4).unwrap());
        }
    }
    // An older file with which the service went on.
    let older = log.lines[..6].concat();
    let chain = resume(Cursor::new(older), &log.key.verifying()).unwrap().unwrap().chain;
    let lines = log.lines[..6].to_vec();
    let gone_on = Written { key: log.key, chain, lines, anchor: Vec::new() }.records(4).signed();
    whole(gone_on.alone(&gone_on.bytes()));
    let log = Written { key: gone_on.key, anchor: log.anchor, ..log };
    let gone_on = gone_on.lines.concat();
    let broken = broken(log.anchored(&gone_on));
    assert_eq!(broken.fault, Fault::NotAnchored { through: 8 });
}

#[test]
fn l02_an_anchor_that_was_written_to_says_so() {
    let mut log = log();
    let text = String::from_utf8(log.anchor.clone()).unwrap();
    log.anchor = text.replacen("v4.public.", "v4.public.A", 1).into_bytes();
    let broken = broken(log.anchored(&log.bytes()));
    assert_eq!((broken.file.as_str(), broken.line, broken.fault), ("anchor", 1, Fault::BadAnchor));
    // The service ended between log and anchor.
    log.anchor = text.lines().take(3).map(|line| format!("{line}\n")).collect::<String>().into();
    log.anchor.extend_from_slice(b"v4.publ");
    assert_eq!(whole(log.anchored(&log.bytes())).anchored, Some(8));
}

#[test]
fn l02_a_log_is_gone_on_with_from_its_last_whole_line() {
    let log = log().records(2);
    let keys = log.key.verifying();
    let mut torn = log.bytes();
    torn.extend_from_slice(b"{\"seq\":16,\"pr");
    let resumed = resume(Cursor::new(torn), &keys).unwrap().unwrap();
    assert_eq!((resumed.unsigned, resumed.torn), (2, 13));
    assert_eq!(resumed.length, u64::try_from(log.bytes().len()).unwrap());
    assert_eq!((resumed.chain.next, resumed.chain.prev), (log.chain.next, log.chain.prev));
    assert!(resume(Cursor::new(Vec::new()), &keys).unwrap().is_none());
    // What was changed since the last checkpoint, and the checkpoint itself.
    for at in [13, 14] {
        let mut lines = log.lines.clone();
        lines[at] =
            String::from_utf8(lines[at].clone()).unwrap().replace("/orders", "/order").into();
        if at == 13 {
            lines[at][10] ^= 1;
        }
        assert!(matches!(
            resume(Cursor::new(lines.concat()), &keys),
            Err(NotResumable::Broken(_) | NotResumable::NoLog)
        ));
    }
    assert!(matches!(resume(Cursor::new(b"{}\n".to_vec()), &keys), Err(NotResumable::NoLog)));
    let (last, length) = last_anchored(Cursor::new(log.anchor.clone()), &keys).unwrap().unwrap();
    assert_eq!((last.seq, usize::try_from(length).unwrap()), (12, log.anchor.len()));
}

// The way back crosses blocks of the file.
#[test]
fn l02_a_long_way_back_to_the_last_checkpoint() {
    let (chain, line) = Chain::begin(LogId::new([7; 16]), None, "now".into()).unwrap();
    let written = Written { key: key(), chain, lines: vec![line], anchor: Vec::new() };
    let written = written.records(700).signed().records(1500);
    let resumed = resume(Cursor::new(written.bytes()), &written.key.verifying()).unwrap().unwrap();
    assert_eq!((resumed.unsigned, resumed.chain.next), (1500, written.chain.next));
    assert!(!resumed.is_signed);
}

#[test]
fn k05_no_key_prints_and_none_but_one_signs() {
    let key = key();
    assert!(!format!("{key:?}").contains("k4.secret"));
    for text in ["", "k4.secret.", "k4.public.AAAA", &format!("k4.secret.{}", "A".repeat(86))] {
        assert_eq!(CheckpointKey::parse(text).unwrap_err(), NoCheckpointKey);
    }
    assert!(Keys::default().add("k4.secret.x").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // X26: whatever is done to the bytes before the last checkpoint, it isn't taken for whole.
    #[test]
    fn x26_no_change_is_taken_for_whole(
        from in 0_usize..4000, gone in 0_usize..600, put in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let log = log();
        let mut bytes = log.bytes();
        let from = from % bytes.len();
        let through = (from + gone).min(bytes.len());
        let before = bytes.clone();
        bytes.splice(from..through, put);
        if bytes != before {
            let verified = log.anchored(&bytes);
            // Behind the last line is a tail that nobody signed.
            let is_tail = bytes.starts_with(&before);
            prop_assert!(is_tail || matches!(verified, Verified::Broken(..)));
        }
    }
}
