//! A small service, asked through its front door.
#![allow(unreachable_pub, reason = "in a program, `pub` is what a module shows to the others")]

use std::cell::RefCell;

use zt::prelude::*;
use zt::testing::{TestApp, block_on};

/// Look notes up.
#[derive(Scope)]
#[scope("notes:read", reads)]
pub struct NotesRead;

/// Write notes.
#[derive(Scope)]
#[scope("notes:write", writes)]
pub struct NotesWrite;

/// A note's number.
#[derive(Id, Clone)]
pub struct NoteId(u64);

/// A note; number 7 is Alice's.
#[derive(Resource, Clone)]
#[resource(id = NoteId, store = Notes, load = Notes::find, owner = author, tenancy = single, owner_may(Read))]
pub struct Note {
    author: Subject,
}

/// What is shown of it.
#[derive(Disclose)]
#[disclose(of = Note)]
pub struct NoteView {
    /// Whose it is.
    pub mine: bool,
}

impl From<&Note> for NoteView {
    fn from(_: &Note) -> Self {
        Self { mine: true }
    }
}

/// Alice's note.
pub struct Notes(Subject);

#[zt::store]
impl Notes {
    /// Finds a note.
    pub async fn find(&self, id: &NoteId, _: Loading<'_>) -> zt::Result<Option<Note>> {
        Ok((id.0 == 7).then(|| Note { author: self.0.clone() }))
    }
}

/// A new note.
#[derive(Input)]
pub struct NewNote {
    /// Its text.
    #[input(length(max = 50))]
    pub text: String,
    /// Its stars.
    #[input(range(max = 5))]
    pub stars: Option<u8>,
}

/// Words to look for.
#[derive(Input)]
pub struct Words {
    /// The words.
    #[input(length(max = 50))]
    pub words: String,
}

/// Open to everybody.
#[zt::get("/open", public(why = "the target looks at open endpoints too"))]
async fn open() -> NoContent {
    NoContent
}

/// One note.
#[zt::get("/notes/{note}", scopes(NotesRead))]
async fn read_note(note: &Authorized<Note, Read>) -> Answer<NoteView> {
    Ok(Reply::of(note))
}

/// A new note.
#[zt::post("/notes", scopes(NotesWrite))]
async fn write_note(note: &Body<NewNote>) -> NoContent {
    assert!(note.text.chars().count() <= 50 && note.stars.is_none_or(|stars| stars <= 5));
    NoContent
}

/// A note that is sealed.
#[zt::post("/sealed", scopes(NotesWrite), proof(signed))]
async fn seal_note(note: &Body<NewNote>) -> NoContent {
    assert!(note.text.is_empty(), "nobody who asks here has a key");
    NoContent
}

/// Look for notes.
#[zt::get("/search", scopes(NotesRead))]
async fn search(words: &Query<Words>) -> NoContent {
    assert!(words.words.chars().count() <= 50);
    NoContent
}

/// Notes, for the fuzz targets.
#[zt::service(rate("1000000/s"), endpoints(open, read_note, write_note, seal_note, search))]
pub struct Desk;

/// So many requests go to one service; its log grows with each.
const REQUESTS: usize = 200;

pub(crate) struct House {
    pub(crate) app: TestApp<Desk>,
    /// Alice's, who may read and write.
    pub(crate) token: String,
    asked: usize,
}

impl House {
    fn open() -> Self {
        let app = Desk::test();
        let alice = app.person("alice");
        let app = app.data(Notes(alice));
        let token = app.token_for("alice").holding::<NotesRead>().holding::<NotesWrite>();
        let token = token.issue().expect("a token");
        Self { app, token, asked: 0 }
    }
}

thread_local! {
    static HOUSE: RefCell<House> = RefCell::new(House::open());
}

/// Asks once, and sees to it that each request leaves one line in the audit log.
pub(crate) fn ask<T>(request: impl AsyncFnOnce(&House) -> T) -> T {
    HOUSE.with_borrow_mut(|house| {
        // So that refusals don't add up to 429: there are 600 a minute.
        house.app.clock().advance(std::time::Duration::from_millis(100));
        let answer = block_on(request(house));
        house.asked += 1;
        if house.asked == REQUESTS {
            assert_eq!(house.app.audit().len(), REQUESTS, "one request, one line");
            *house = House::open();
        }
        answer
    })
}
