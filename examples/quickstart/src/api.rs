//! The notes API. Whoever wants to know who may do what reads this file, and no other.

use zt::prelude::*;

use crate::store::Notebook;

/// Look notes up.
#[derive(Scope)]
#[scope("notes:read", reads)]
pub struct NotesRead;

/// Write notes, change them, throw them away.
#[derive(Scope)]
#[scope("notes:write", writes)]
pub struct NotesWrite;

/// Look after the notes of everybody.
#[derive(Scope)]
#[scope("notes:admin", writes)]
pub struct NotesAdmin;

/// Give the note another text.
#[derive(Action)]
#[action(writes)]
pub struct Edit;

/// Throw the note away.
#[derive(Action)]
#[action(writes)]
pub struct Remove;

/// Names a note.
#[derive(Id, Clone, Copy)]
pub struct NoteId(pub i64);

/// A note. Its author may change it; who may read or remove it is decided below.
#[derive(Resource)]
#[resource(id = NoteId, store = Notebook, load = Notebook::find, owner = author, tenancy = single, owner_may(Edit))]
pub struct Note {
    pub id: NoteId,
    pub author: Subject,
    pub text: String,
}

impl Note {
    fn author_or_admin(&self, caller: &Identity) -> Decision {
        Decision::allow_if(&self.author == caller.subject() || caller.holds::<NotesAdmin>())
    }
}

impl Authorize<Read> for Note {
    fn authorize(&self, caller: &Identity) -> Decision {
        self.author_or_admin(caller)
    }
}

impl Authorize<Remove> for Note {
    fn authorize(&self, caller: &Identity) -> Decision {
        self.author_or_admin(caller)
    }
}

/// What is shown of a note.
#[derive(Disclose)]
#[disclose(of = Note)]
pub struct NoteView {
    id: NoteId,
    text: String,
}

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        Self { id: note.id, text: note.text.clone() }
    }
}

/// What people send.
#[derive(Input)]
pub struct Draft {
    #[input(length(min = 1, max = 1000))]
    text: String,
}

/// My notes.
#[zt::get("/", scopes(NotesRead), rate("5/min"))]
async fn list_notes(caller: &Caller<list_notes>, notes: Data<Notebook>) -> Answer<Vec<NoteView>> {
    let mine = notes.of_author(caller.subject(), caller).await?;
    Ok(Reply::of(&mine.authorized::<Read>(caller)))
}

/// One note.
#[zt::get("/{note}", scopes(NotesRead))]
async fn read_note(note: &Authorized<Note, Read>) -> Answer<NoteView> {
    Ok(Reply::of(note))
}

/// A new note.
#[zt::post("/", scopes(NotesWrite))]
async fn write_note(caller: &Caller<write_note>, draft: &Body<Draft>, notes: Data<Notebook>) -> Answer<NoteView> {
    let note = notes.add(caller.subject(), &draft.text, caller).await?;
    Ok(Reply::of(&note.authorized::<Read>(caller)?).created())
}

/// Another text for a note.
#[zt::put("/{note}", scopes(NotesWrite))]
async fn edit_note(note: &Authorized<Note, Edit>, draft: &Body<Draft>, notes: Data<Notebook>) -> Answer<NoteView> {
    let edited = notes.edit(note, &draft.text).await?.ok_or_else(Problem::not_found)?;
    Ok(Reply::of(&edited.authorized::<Read>(note)?))
}

/// A note less.
#[zt::delete("/{note}", scopes(NotesWrite))]
async fn remove_note(note: &Authorized<Note, Remove>, notes: Data<Notebook>) -> Result<NoContent, Problem> {
    notes.remove(note).await?;
    Ok(NoContent)
}

/// Notes, each its author's own.
#[zt::group("/notes", rate("60/min"), endpoints(list_notes, read_note, write_note, edit_note, remove_note))]
pub struct NotesApi;
