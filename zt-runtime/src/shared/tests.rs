//! The link to a store that does what the test says.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use jiff::Timestamp;

use super::*;
use crate::clock::Clock;
use crate::identity::{Kind, Revocations, Subject};
use crate::problem::Refusal;
use crate::testing::block_on;

const NOW: i64 = 1_800_000_000_000;

/// A store in memory. Clones are one.
#[derive(Clone, Default)]
struct Store(Arc<Inside>);

#[derive(Default)]
struct Inside {
    /// By how many milliseconds its clock is wrong.
    wrong: AtomicI64,
    lines: Mutex<Vec<String>>,
    connections: AtomicUsize,
    questions: AtomicUsize,
    /// What it answers next.
    decision: Mutex<Option<Decision>>,
}

struct Connection(Store, Era);

impl Backend for Store {
    fn check(&self, _: &Place) -> Result<(), String> {
        Ok(())
    }

    fn connect<'a>(&'a self, _: &'a Place) -> Answered<'a, Box<dyn Session>> {
        let number = self.0.connections.fetch_add(1, Ordering::SeqCst);
        let era = Era { id: number.to_string(), secret: Zeroizing::new([0; 32]), began: 0 };
        let session = Connection(self.clone(), era);
        Box::pin(async move { Ok(Box::new(session) as Box<dyn Session>) })
    }
}

impl Session for Connection {
    fn era(&self) -> &Era {
        &self.1
    }

    fn decide<'a>(&'a self, _: &'a Question) -> Answered<'a, Decision> {
        Box::pin(async {
            self.0.0.questions.fetch_add(1, Ordering::SeqCst);
            match self.0.0.decision.lock().unwrap().clone() {
                Some(decision) => Ok(decision),
                None => Err(Fault::new("no")),
            }
        })
    }

    fn publish<'a>(&'a self, revoked: &'a [Revoked]) -> Answered<'a, ()> {
        let mut lines = self.0.0.lines.lock().unwrap();
        lines.extend(revoked.iter().map(|it| it.line.clone()));
        Box::pin(async { Ok(()) })
    }

    fn news<'a>(&'a self, cursor: Option<&'a str>) -> Answered<'a, News> {
        let lines = self.0.0.lines.lock().unwrap();
        let read: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let (new, cursor) = (lines.iter().skip(read).cloned().collect(), lines.len().to_string());
        let now = NOW + self.0.0.wrong.load(Ordering::SeqCst);
        Box::pin(async move { Ok(News { lines: new, cursor, now }) })
    }
}

/// One instance, and what it revoked.
fn instance(store: &Store) -> (Arc<Link>, Revocations) {
    let (clock, _hand) = Clock::manual(Timestamp::from_millisecond(NOW).unwrap());
    let revocations = Revocations::in_memory(clock.clone());
    let link = Link::start(Box::new(store.clone()), place(), revocations.clone(), clock);
    (link.unwrap(), revocations)
}

fn place() -> Place {
    let (service, address) = ("Shop".to_owned(), String::new());
    Place { service, address, user: None, secret: None, ca: None }
}

#[track_caller]
fn until(is: impl Fn() -> bool) {
    let began = Instant::now();
    while !is() {
        assert!(began.elapsed() < Duration::from_secs(30), "it never came about");
        thread::sleep(Duration::from_millis(5));
    }
}

// X30: by a clock that is an hour off, what was used and forgotten could count here.
#[test]
fn x30_a_store_by_another_time_decides_nothing() {
    for wrong in [3_600_000, -3_600_000, 11_000] {
        let store = Store::default();
        let (link, _) = instance(&store);
        assert!(link.era().is_ok());
        store.0.wrong.store(wrong, Ordering::SeqCst);
        until(|| link.era().is_err());
        store.0.wrong.store(9_000, Ordering::SeqCst);
        until(|| link.era().is_ok());
    }
}

// A question isn't put twice: the first might have counted.
#[test]
fn x30_a_question_without_an_answer_is_not_put_again() {
    let store = Store::default();
    let (link, _) = instance(&store);
    let told = block_on(link.decide(Question::default()));
    assert_eq!(told, Err(Refusal::Unavailable("shared_store_unavailable")));
    assert_eq!(store.0.questions.load(Ordering::SeqCst), 1);
}

#[test]
fn s04_in_another_era_all_begins_anew() {
    let store = Store::default();
    let (link, _) = instance(&store);
    assert_eq!(link.era().unwrap().id, "0");
    *store.0.decision.lock().unwrap() = Some(Decision::OtherEra);
    assert!(block_on(link.decide(Question::default())).is_err());
    until(|| link.era().is_ok_and(|era| era.id == "1"));
}

// T-23.
#[test]
fn t23_instances_tell_each_other_and_whoever_comes_later_hears_all() {
    let store = Store::default();
    let ((one, its), (other, others)) = (instance(&store), instance(&store));
    let alice = Subject::new("https://i.example", "alice", Kind::Person).unwrap();
    its.revoke_token("https://i.example", "t1").unwrap();
    others.revoke_subject(&alice).unwrap();
    let (late, heard) = instance(&store);
    for revocations in [&its, &others, &heard] {
        until(|| revocations.known().len() == 2);
    }
    drop((one, other, late));
    // What nobody can tell any more, nobody was told.
    until(|| its.revoke_token("https://i.example", "t2").is_err());
}

// A line that a newer zt wrote might be the one that matters.
#[test]
fn t23_what_cannot_be_read_lets_nobody_in() {
    let store = Store::default();
    store.0.lines.lock().unwrap().push("{\"other\":1}".to_owned());
    let (link, _) = instance(&store);
    assert!(link.era().is_err());
    store.0.lines.lock().unwrap().clear();
    until(|| link.era().is_ok());
}
