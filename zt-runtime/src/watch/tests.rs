//! What is found is recorded and answered, and nobody is met by what others did (L-07, X18).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod alerts;

use std::net::IpAddr;
use std::path::Path;
use std::{fs, io};

use serde_json::Value;

use super::*;
use crate::config::Bounds;
use crate::prelude::*;
use crate::testing::{TestApp, TestCaller, TestResponse, block_on};
use zt_watch::Threshold;

/// Look notes up.
#[derive(Scope)]
#[scope("notes:read", reads)]
struct NotesRead;

/// Count notes.
#[derive(Scope)]
#[scope("notes:count", reads)]
struct NotesCount;

#[derive(Id)]
struct NoteId(u64);

#[derive(Resource)]
#[resource(id = NoteId, store = Notes, load = Notes::find, owner = owner, tenancy = single, owner_may(Read))]
struct Note {
    id: u64,
    owner: Subject,
}

#[derive(Disclose)]
#[disclose(of = Note)]
struct NoteView {
    id: u64,
}

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        Self { id: note.id }
    }
}

/// The first is alice's, and all others are bob's.
struct Notes {
    alice: Subject,
    bob: Subject,
}

#[zt::store]
impl Notes {
    fn of(alice: Subject, bob: Subject) -> Self {
        Self { alice, bob }
    }

    async fn find(&self, id: &NoteId, _: Loading<'_>) -> zt::Result<Option<Note>> {
        let owner = if id.0 == 1 { &self.alice } else { &self.bob };
        Ok(Some(Note { id: id.0, owner: owner.clone() }))
    }
}

/// One note.
#[zt::get("/notes/{note}", scopes(NotesRead))]
async fn get_note(note: &Authorized<Note, Read>) -> Answer<NoteView> {
    Ok(Reply::of(note))
}

/// How many.
#[zt::get("/count", scopes(NotesCount))]
async fn count() -> NoContent {
    NoContent
}

/// How many of the rest.
#[zt::get("/count/rest", scopes(NotesCount))]
async fn count_rest() -> NoContent {
    NoContent
}

/// What everybody may see.
#[zt::get("/about", public(why = "it says who we are"))]
async fn about() -> NoContent {
    NoContent
}

/// Lives?
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// Nobody asks for it.
#[zt::decoy("/admin/backup")]
struct Backup;

/// Notes.
#[zt::service(endpoints(get_note, count, count_rest, about, health, Backup))]
struct Board;

fn watched(config: WatchConfig) -> TestApp<Board> {
    let change = move |parts: crate::serve::Parts| parts.watched(&config, None).unwrap();
    let board = TestApp::configured(Vec::new(), change, Bounds::loopback());
    let (alice, bob) = (board.person("alice"), board.person("bob"));
    board.data(Notes::of(alice, bob))
}

fn config(detection: Detection, count: u32, reactions: &[Reaction]) -> WatchConfig {
    let usual = WatchConfig::default();
    let within = usual.settings.of(detection).within;
    let answer = AnswerTo { reactions: reactions.to_vec(), lasts: Duration::from_secs(900) };
    WatchConfig {
        settings: usual.settings.with(detection, Threshold { count, within }),
        answers: usual.answers.with(detection, answer),
        alerts: None,
    }
}

fn flush(board: &TestApp<Board>) {
    board.gate().audit().flush_watch();
}

fn findings(board: &TestApp<Board>) -> Vec<Value> {
    flush(board);
    board.audit().into_iter().filter(|line| line["event"] == "finding").collect()
}

fn only_finding(board: &TestApp<Board>) -> Value {
    let mut found = findings(board);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn peer(last: u8) -> IpAddr {
    [198, 51, 100, last].into()
}

fn reader<'t>(board: &'t TestApp<Board>, name: &str) -> TestCaller<'t> {
    board.as_caller(name).holding::<NotesRead>()
}

/// Asks so often, one after the other.
fn ask(caller: &TestCaller<'_>, targets: impl IntoIterator<Item = String>) -> Vec<TestResponse> {
    block_on(async {
        let mut answers = Vec::new();
        for target in targets {
            answers.push(caller.get(&target).await);
        }
        answers
    })
}

fn notes(ids: std::ops::Range<u32>) -> impl Iterator<Item = String> {
    ids.map(|id| format!("/notes/{id}"))
}

fn statuses(answers: &[TestResponse]) -> Vec<u16> {
    answers.iter().map(TestResponse::status).collect()
}

#[test]
fn x18_a_scan_of_ids_raises_an_alert_and_slows_down_whoever_does_it() {
    let board = watched(WatchConfig::default());
    let mallory = reader(&board, "mallory");
    assert_eq!(statuses(&ask(&mallory, notes(1..20))), [404; 19]);
    assert!(findings(&board).is_empty());
    ask(&mallory, notes(20..21));
    let finding = only_finding(&board);
    assert_eq!(finding["detection"], "object-enumeration");
    assert_eq!((&finding["subject"]["name"], &finding["count"]), (&"mallory".into(), &20.into()));
    assert_eq!(finding["reactions"][0]["reaction"], "throttle");
    let last = board.audit().into_iter().find(|line| line["path"] == "/notes/20").unwrap();
    assert_eq!(finding["trace"], last["trace"]);
    assert_eq!(finding["token"], last["token"]);

    // Ten a minute are left, and then it ends by itself.
    let answers = ask(&mallory, notes(30..45));
    assert_eq!(statuses(&answers)[..10], [404; 10]);
    assert_eq!(statuses(&answers)[10..], [429; 5]);
    assert!(answers[14].header("retry-after").is_some());
    assert_eq!(board.audit().pop().unwrap()["reason"], "throttled");
    assert_eq!(statuses(&ask(&reader(&board, "alice"), notes(1..2))), [200]);
    board.clock().advance(Duration::from_secs(900));
    assert_eq!(statuses(&ask(&reader(&board, "mallory"), notes(50..65))), [404; 15]);
}

#[test]
fn l07_failing_credentials_meet_the_address_and_nobody_who_is_proved_behind_it() {
    let board = watched(config(Detection::CredentialStuffing, 5, &[Reaction::Throttle]));
    let at = peer(7);
    let guesser = board.with_token("v4.public.Z3Vlc3M").from(at);
    assert_eq!(statuses(&ask(&guesser, notes(1..6))), [401; 5]);
    let finding = only_finding(&board);
    assert_eq!(
        (&finding["detection"], &finding["network"]),
        (&"credential-stuffing".into(), &"198.51.100.7/32".into())
    );
    assert_eq!(finding.get("subject"), None);

    let answers = statuses(&ask(&guesser, notes(1..21)));
    assert_eq!((answers[..10].to_vec(), answers[10..].to_vec()), (vec![401; 10], vec![429; 10]));
    // A neighbour who is proved, a probe, and everybody elsewhere go on.
    let alice = reader(&board, "alice").from(at);
    assert_eq!(statuses(&ask(&alice, (0..30).map(|_| "/notes/1".to_owned()))), [200; 30]);
    assert_eq!(statuses(&ask(&board.anonymous().from(at), ["/health".to_owned()])), [204]);
    assert_eq!(statuses(&ask(&board.anonymous().from(at), ["/about".to_owned()])), [429]);
    assert_eq!(statuses(&ask(&board.anonymous().from(peer(8)), ["/about".to_owned()])), [204]);
}

#[test]
fn l07_nothing_that_is_merely_claimed_throttles_steps_up_or_revokes() {
    let all = Detection::ALL.into_iter().fold(WatchConfig::default(), |config, detection| {
        let answer = AnswerTo { reactions: Reaction::ALL.to_vec(), lasts: Duration::from_secs(60) };
        WatchConfig { answers: config.answers.with(detection, answer), ..config }
    });
    let board = watched(all);
    // A token of alice's, broken: it names her, and proves nothing.
    let token = board.token_for("alice").issue().unwrap();
    let broken = format!("{}AAAA", token.get(..token.len() - 4).unwrap());
    ask(&board.with_token(&broken).from(peer(7)), notes(1..60));
    let found = findings(&board);
    assert!(!found.is_empty());
    for finding in found {
        assert_eq!(finding.get("subject"), None, "{finding}");
        assert_eq!(finding["reactions"].as_array().unwrap().len(), 1, "{finding}");
    }
    assert_eq!(statuses(&ask(&reader(&board, "alice"), notes(1..2))), [200]);
}

#[test]
fn l07_whoever_probes_has_to_log_in_anew_or_loses_all_tokens() {
    let step_up = watched(config(Detection::ScopeProbing, 2, &[Reaction::StepUp]));
    let probe = |caller: &TestCaller<'_>| {
        statuses(&ask(caller, ["/count", "/count/rest"].map(str::to_owned)))
    };
    let logged_in = |seconds| reader(&step_up, "alice").logged_in_ago(Duration::from_secs(seconds));
    assert_eq!(probe(&logged_in(60)), [403; 2]);
    assert_eq!(only_finding(&step_up)["reactions"][0]["reaction"], "step-up");
    step_up.clock().advance(Duration::from_secs(30));
    let refused = ask(&logged_in(90), notes(1..2)).remove(0);
    assert_eq!(refused.status(), 401);
    let challenge = refused.header("www-authenticate").unwrap();
    assert!(challenge.contains("insufficient_user_authentication"), "{challenge}");
    assert!(challenge.contains("max_age=\"30\""), "{challenge}");
    assert_eq!(statuses(&ask(&logged_in(1), notes(1..2))), [200]);

    let revoke = watched(config(Detection::ScopeProbing, 2, &[Reaction::Revoke]));
    let (mallory, alice) = (reader(&revoke, "mallory"), reader(&revoke, "alice"));
    assert_eq!(probe(&mallory), [403; 2]);
    assert_eq!(only_finding(&revoke)["reactions"][0]["reaction"], "revoke");
    assert_eq!(statuses(&ask(&mallory, notes(1..2))), [401]);
    assert_eq!(statuses(&ask(&alice, notes(1..2))), [200]);
}

// Behind a proxy of this machine that nobody configured, that address is everybody's.
#[test]
fn l07_an_address_of_this_machine_is_told_and_not_throttled() {
    let board = watched(config(Detection::CredentialStuffing, 5, &[Reaction::Throttle]));
    ask(&board.with_token("v4.public.Z3Vlc3M"), notes(1..6));
    let finding = only_finding(&board);
    assert_eq!(finding["network"], "127.0.0.1/32");
    assert!(finding["reactions"].as_array().unwrap().is_empty());
    let again = ask(&board.with_token("v4.public.Z3Vlc3M"), notes(1..31));
    assert_eq!(statuses(&again), [401; 30]);
}

// A machine has no login that it could repeat.
#[test]
fn l07_a_machine_is_not_asked_to_log_in() {
    let board = watched(config(Detection::ScopeProbing, 2, &[Reaction::StepUp]));
    let machine = reader(&board, "billing").as_client();
    ask(&machine, ["/count", "/count/rest"].map(str::to_owned));
    assert!(only_finding(&board)["reactions"].as_array().unwrap().is_empty());
    assert_eq!(statuses(&ask(&machine, notes(2..3))), [404]);
}

#[test]
fn x29_a_decoy_is_answered() {
    let board = watched(WatchConfig::default());
    ask(&board.anonymous().from(peer(9)), ["/admin/backup".to_owned()]);
    let finding = only_finding(&board);
    assert_eq!(
        (&finding["detection"], &finding["network"]),
        (&"decoy".into(), &"198.51.100.9/32".into())
    );
}

// L-07: a token from two places at once, and an account that was asleep.
#[test]
fn l07_two_networks_and_a_long_sleep_are_seen_through_the_gate() {
    let board = watched(WatchConfig::default());
    for _ in 0..6 {
        for network in [[192, 0, 2, 1], [203, 0, 113, 1]] {
            let token = reader(&board, "alice").from(network.into());
            ask(&token, notes(1..2));
        }
    }
    assert!(findings(&board).is_empty(), "each of these has a token of its own");
    let sleeper = ["/notes/2".to_owned()];
    ask(&reader(&board, "bob"), sleeper.clone());
    board.clock().advance(Duration::from_secs(61 * 24 * 3600));
    ask(&reader(&board, "bob"), sleeper);
    let finding = only_finding(&board);
    assert_eq!(
        (&finding["detection"], &finding["subject"]["name"]),
        (&"dormant-credential".into(), &"bob".into())
    );
}

// The rules know reasons by their words: each is one that the gate gives.
#[test]
fn l07_every_reason_that_a_rule_looks_for_is_one_of_the_gate() {
    let mut source = String::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source).unwrap();
    for reason in zt_watch::reasons() {
        assert!(source.contains(&format!("\"{reason}\"")), "{reason}");
    }
}

fn collect(folder: &Path, into: &mut String) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "tests" {
            collect(&path, into)?;
        } else if name.to_string_lossy().ends_with(".rs") && name != "tests.rs" {
            into.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
