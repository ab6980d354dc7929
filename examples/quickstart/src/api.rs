//! The notes API. Whoever wants to know who may do what reads this file.

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

/// Give the note another text.
#[derive(Action)]
#[action(writes)]
pub struct Edit;

/// Throw the note away.
#[derive(Action)]
#[action(writes)]
pub struct Remove;

#[derive(Id, Clone, Copy)]
pub struct NoteId(pub i64);

#[derive(Resource)]
#[resource(id = NoteId, store = Notebook, load = Notebook::find, owner = author, tenancy = single,
           owner_may(Edit))]
pub struct Note {
    pub id: NoteId,
    pub author: Subject,
    pub text: String,
}

#[derive(Disclose)]
#[disclose(of = Note)]
pub struct NoteView {
    pub id: NoteId,
    pub text: String,
}

#[derive(Input)]
pub struct Draft {
    #[input(length(min = 1, max = 1000))]
    pub text: String,
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
async fn write_note(
    caller: &Caller<write_note>,
    draft: &Body<Draft>,
    notes: Data<Notebook>,
) -> Answer<NoteView> {
    let note = notes.add(caller.subject(), &draft.text, caller).await?;
    Ok(Reply::of(&note.authorized::<Read>(caller)?).created())
}

/// Another text for a note.
#[zt::put("/{note}", scopes(NotesWrite))]
async fn edit_note(
    note: &Authorized<Note, Edit>,
    draft: &Body<Draft>,
    notes: Data<Notebook>,
) -> Result<NoContent, Problem> {
    notes.edit(note, &draft.text).await?;
    Ok(NoContent)
}

/// A note less.
#[zt::delete("/{note}", scopes(NotesWrite))]
async fn remove_note(
    note: &Authorized<Note, Remove>,
    notes: Data<Notebook>,
) -> Result<NoContent, Problem> {
    notes.remove(note).await?;
    Ok(NoContent)
}

/// Notes, each its author's own.
#[zt::group(
    "/notes",
    rate("60/min"),
    endpoints(list_notes, read_note, write_note, edit_note, remove_note)
)]
pub struct NotesApi;
