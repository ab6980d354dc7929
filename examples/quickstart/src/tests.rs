//! How an API is tested: people with real tokens, through the same gate as everybody.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod attack;

use serde_json::{Value, json};
use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, block_on};

use crate::Notes;
use crate::api::{NotesRead, NotesWrite};
use crate::note::NotesAdmin;
use crate::store::Notebook;

fn notes() -> TestApp<Notes> {
    Notes::test().data(Notebook::open(":memory:").unwrap())
}

fn person<'t>(notes: &'t TestApp<Notes>, name: &str) -> TestCaller<'t> {
    notes.as_caller(name).holding::<NotesRead>().holding::<NotesWrite>()
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

async fn write(author: &TestCaller<'_>) -> String {
    let written = author.post("/notes").json(&text("Mine.")).await;
    assert_eq!(written.status(), 201, "{written:?}");
    format!("/notes/{}", written.json()["id"])
}

#[test]
fn an_author_reads_changes_and_removes_a_note() {
    let notes = notes();
    block_on(async {
        let alice = person(&notes, "alice");
        let note = write(&alice).await;
        assert_eq!(alice.put(&note).json(&text("Still mine.")).await.status(), 204);
        assert_eq!(alice.get(&note).await.json()["text"], "Still mine.");
        assert_eq!(alice.get("/notes").await.json().as_array().unwrap().len(), 1);
        assert_eq!(alice.delete(&note).await.status(), 204);
        assert_eq!(alice.get(&note).await.status(), 404);
    });
}

#[test]
fn to_others_a_note_is_not_there() {
    let notes = notes();
    block_on(async {
        let (alice, bob) = (person(&notes, "alice"), person(&notes, "bob"));
        let note = write(&alice).await;
        assert_eq!(bob.get(&note).await.status(), 404);
        assert_eq!(bob.put(&note).json(&text("Bob's.")).await.status(), 404);
        assert_eq!(bob.delete(&note).await.status(), 404);
        assert_eq!(bob.get("/notes").await.json(), json!([]));
        assert_eq!(alice.get(&note).await.json()["text"], "Mine.");
        // A program that happens to be called alice is somebody else.
        assert_eq!(person(&notes, "alice").as_client().get(&note).await.status(), 404);
    });
}

#[test]
fn an_admin_reads_and_removes_and_does_not_rewrite() {
    let notes = notes();
    block_on(async {
        let note = write(&person(&notes, "alice")).await;
        let ada = person(&notes, "ada").holding::<NotesAdmin>();
        assert_eq!(ada.get(&note).await.json()["text"], "Mine.");
        assert_eq!(ada.put(&note).json(&text("Ada's.")).await.status(), 404);
        assert_eq!(ada.delete(&note).await.status(), 204);
    });
}

#[test]
fn a_scope_is_needed_and_a_body_says_only_what_it_may() {
    let notes = notes();
    block_on(async {
        let reader = notes.as_caller("alice").holding::<NotesRead>();
        assert_eq!(reader.post("/notes").json(&text("Mine.")).await.status(), 403);
        assert_eq!(notes.anonymous().get("/notes").await.status(), 401);
        let alice = person(&notes, "alice");
        for body in
            [json!({}), text(""), text(&"a".repeat(1001)), json!({ "text": "a", "author": "bob" })]
        {
            assert_eq!(alice.post("/notes").json(&body).await.status(), 422, "{body}");
        }
    });
}

/// Who may do what, as a document beside the code: a change of it is seen in review. `BLESS=1` writes it anew.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test's switch")]
fn the_manifest_is_the_committed_one() {
    let text = Notes::manifest().unwrap().to_text().unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/manifest.json");
    if std::env::var("BLESS").is_ok_and(|value| value == "1") {
        std::fs::write(file, &text).unwrap();
    }
    assert!(std::fs::read_to_string(file).unwrap() == text, "tests/manifest.json differs");
}
