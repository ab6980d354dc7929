//! The log as evidence: what a file has that the service wrote, restarted, was killed at, and that others wrote to.

use std::fs::{self, OpenOptions};
use std::io::{BufReader, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use zt_audit::{CheckpointKey, Fault, Keys, Report, Verified};

use super::*;
use crate::authority::Signer;

/// A log with its key and anchor in a folder of its own.
struct Place {
    folder: tempfile::TempDir,
    config: AuditConfig,
    keys: Keys,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::generate().unwrap();
        let key = CheckpointKey::parse(&signer.to_paserk()).unwrap();
        let mut keys = Keys::default();
        keys.add(&signer.public_paserk()).unwrap();
        let config = AuditConfig {
            target: AuditTarget::File(folder.path().join("audit.jsonl")),
            key: Some(Arc::new(key)),
            anchor: Some(folder.path().join("anchor")),
        };
        Self { folder, config, keys }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> io::Result<Audit> {
        Audit::open(&self.config, &Clock::system())
    }

    /// A service that writes so many records and ends.
    fn run(&self, records: usize) {
        let audit = self.open().unwrap();
        for _ in 0..records {
            let permit = loop {
                if let Ok(permit) = audit.reserve() {
                    break permit;
                }
            };
            permit.write(record());
        }
        audit.stop(SECOND * 5).unwrap();
    }

    fn refusal(&self) -> String {
        self.open().unwrap_err().to_string()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("audit.jsonl")).unwrap()
    }

    fn write(&self, text: &str) {
        fs::write(self.path("audit.jsonl"), text).unwrap();
    }

    fn verified(&self) -> Verified {
        let read = |name: &str| {
            let file = fs::File::open(self.path(name)).unwrap();
            (name.to_owned(), Box::new(BufReader::new(file)) as Box<dyn io::BufRead>)
        };
        zt_audit::verify([Ok(read("audit.jsonl"))], &self.keys, Some(read("anchor"))).unwrap()
    }

    fn whole(&self) -> Report {
        match self.verified() {
            Verified::Whole(report) => report,
            Verified::Broken(broken, _) => panic!("{broken}\n{}", self.text()),
        }
    }

    fn broken(&self) -> Fault {
        match self.verified() {
            Verified::Whole(report) => panic!("{report:?}"),
            Verified::Broken(broken, _) => broken.fault,
        }
    }
}

fn events(text: &str) -> Vec<String> {
    let of = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["event"].as_str().unwrap().to_owned()
    };
    text.lines().map(of).collect()
}

#[test]
fn l02_a_log_goes_on_over_starts_and_is_signed_and_anchored() {
    let place = Place::new();
    place.run(2);
    let expected =
        ["segment", "opened", "checkpoint", "decision", "decision", "stop", "checkpoint"];
    assert_eq!(events(&place.text()), expected);
    assert_eq!(fs::metadata(place.path("audit.jsonl")).unwrap().mode() & 0o777, 0o600);
    place.run(1);
    let report = place.whole();
    assert_eq!((report.lines, report.checkpoints, report.unsigned), (12, 4, 0));
    assert_eq!((report.anchored, report.signed, report.torn), (Some(10), Some(10), 0));
    assert!(report.taken_over.is_empty());
}

// Without a flush and without a stop, all is signed soon.
#[test]
fn l02_what_was_written_is_signed_within_a_second_or_so() {
    let place = Place::new();
    let audit = place.open().unwrap();
    audit.reserve().unwrap().write(record());
    while !place.text().contains("decision") || place.whole().unsigned > 0 {
        thread::sleep(PAUSE);
    }
    drop(audit);
}

#[test]
fn l02_never_more_lines_than_said_are_without_a_checkpoint() {
    let place = Place::new();
    place.run(9000);
    let report = place.whole();
    assert_eq!(report.lines, 9003 + report.checkpoints);
    assert!(report.checkpoints >= 4, "{report:?}");
}

// X26: killed while it wrote: whole lines stay, half a line is set aside, and the log says both.
#[test]
fn x26_half_a_line_is_set_aside_and_the_log_says_so() {
    let place = Place::new();
    place.run(1);
    let text = place.text();
    let lines: Vec<_> = text.lines().collect();
    // The last checkpoint is lost, and of the line after it there is half.
    let kept = lines[..lines.len() - 1].join("\n");
    place.write(&format!("{kept}\n{{\"seq\":9,\"prev\":"));
    fs::write(place.path("anchor"), first_line(&place)).unwrap();
    place.run(1);
    let opened: Vec<Value> = place
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Value| line["event"] == "opened")
        .collect();
    assert_eq!((&opened[1]["unsigned"], &opened[1]["torn"]), (&2.into(), &16.into()));
    assert_eq!(
        fs::read_to_string(place.path("audit.jsonl.torn")).unwrap(),
        "{\"seq\":9,\"prev\":\n"
    );
    let report = place.whole();
    let [over] = report.taken_over[..] else { panic!("{report:?}") };
    assert_eq!((over.from, over.through), (3, 4));
}

fn first_line(place: &Place) -> String {
    let anchor = fs::read_to_string(place.path("anchor")).unwrap();
    anchor.lines().take(1).map(|line| format!("{line}\n")).collect()
}

#[test]
fn x26_a_log_that_was_changed_is_not_gone_on_with() {
    let place = Place::new();
    place.run(3);
    let good = place.text();
    let lines: Vec<_> = good.lines().collect();
    // Since the last checkpoint, in it, and all before it.
    let mut checkpoint = lines.clone();
    let forged = lines[lines.len() - 1].replace("v4.public.", "v4.public.A");
    *checkpoint.last_mut().unwrap() = &forged;
    place.write(&(checkpoint.join("\n") + "\n"));
    assert!(place.refusal().contains("the checkpoint's signature is wrong"), "{}", place.refusal());
    let unsigned = lines[..lines.len() - 1].join("\n").replace("\"stop\"", "\"stop\",\"x\":1");
    place.write(&(unsigned.replace("\"status\":499", "\"status\":200") + "\n"));
    let told = place.refusal();
    assert!(
        told.contains("it isn't what was written") && told.contains("cargo zt audit verify"),
        "{told}"
    );
    place.write("{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"decision\"}\n");
    assert!(place.refusal().contains("its first line isn't that of an audit log"));
    place.write(&good);
    place.run(0);
    place.whole();
}

// X26: a cut tail, an older file, another log, and none at all.
#[test]
fn x26_a_log_that_its_anchor_knows_longer_is_not_gone_on_with() {
    let place = Place::new();
    place.run(1);
    let older = place.text();
    place.run(1);
    let newer = place.text();
    place.write(&older);
    assert_eq!(place.broken(), Fault::NotAnchored { through: 6 });
    assert!(place.refusal().contains("it was cut"), "{}", place.refusal());
    place.write("");
    assert!(place.refusal().contains("it is empty"), "{}", place.refusal());
    // With the older file a service went on that had no anchor.
    place.write(&older);
    let alone = AuditConfig { anchor: None, ..place.config.clone() };
    let audit = Audit::open(&alone, &Clock::system()).unwrap();
    for _ in 0..9 {
        audit.reserve().unwrap().write(record());
    }
    audit.stop(SECOND * 5).unwrap();
    drop(audit);
    assert!(place.refusal().contains("it was put back to an older file"), "{}", place.refusal());
    place.write(&newer);
    place.run(0);
    place.whole();
    let other = Place::new();
    other.run(1);
    fs::copy(other.path("audit.jsonl"), place.path("audit.jsonl")).unwrap();
    let told = AuditConfig { key: other.config.key.clone(), ..place.config.clone() };
    let told = Audit::open(&told, &Clock::system()).unwrap_err().to_string();
    assert!(told.contains("its last line is no checkpoint that `audit_key` signed"), "{told}");
}

#[test]
fn l02_a_signed_log_stays_signed_and_its_key_may_be_replaced() {
    let place = Place::new();
    place.run(1);
    let alone = AuditConfig { key: None, anchor: None, ..place.config.clone() };
    let told = Audit::open(&alone, &Clock::system()).unwrap_err().to_string();
    assert!(told.contains("the configuration has no `audit_key`"), "{told}");
    let mut next = Place::new();
    fs::copy(place.path("audit.jsonl"), next.path("audit.jsonl")).unwrap();
    next.run(1);
    assert!(matches!(next.broken(), Fault::UnknownKey));
    let first = Signer::generate().unwrap();
    next.keys.add(&first.public_paserk()).unwrap();
    assert!(matches!(next.broken(), Fault::UnknownKey));
}

#[test]
fn x26_two_services_never_write_to_one_file() {
    let place = Place::new();
    let _first = place.open().unwrap();
    assert!(place.refusal().contains("another process writes to it"), "{}", place.refusal());
}

// X30: an anchor that can't be written closes the gate, as the log does.
#[test]
fn x30_an_anchor_that_fails_closes_the_gate() {
    let place = Place::new();
    let config = AuditConfig { anchor: Some("/dev/full".into()), ..place.config.clone() };
    let audit = Audit::open(&config, &Clock::system()).unwrap();
    while audit.reserve().is_ok() {
        thread::yield_now();
    }
    assert!(audit.flush(SECOND / 10).is_err());
}

#[test]
fn a_device_takes_a_log_from_its_beginning() {
    let place = Place::new();
    let config = AuditConfig {
        target: AuditTarget::File("/dev/null".into()),
        anchor: None,
        ..place.config.clone()
    };
    let audit = Audit::open(&config, &Clock::system()).unwrap();
    audit.reserve().unwrap().write(record());
    audit.stop(SECOND * 5).unwrap();
    let mut anchor =
        OpenOptions::new().append(true).create(true).open(place.path("anchor")).unwrap();
    writeln!(anchor, "no checkpoint").unwrap();
    assert!(
        place.refusal().contains("the audit log's anchor can't be used"),
        "{}",
        place.refusal()
    );
}
