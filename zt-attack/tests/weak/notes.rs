//! A notes API with one thing wrong in it, chosen by the test: what the compiler can't see, because the code says what
//! its author meant it to say.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zt::prelude::*;
use zt_attack::Fault;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    None,
    /// The policy lets everybody read.
    ReadByAnybody,
    /// The policy lets everybody write.
    EditByAnybody,
    /// Every tenant's notes are taken for the caller's own, and the policy looks at the name alone.
    ListOfEverybody,
    /// The view shows a secret along with the text.
    SecretInView,
    /// The policy panics, as long as it is told to.
    Panics,
}

/// What fails just now.
#[derive(Clone, Default)]
pub struct Switch(Arc<Mutex<Option<Fault>>>);

impl Switch {
    /// Gives what failed before.
    pub fn set(&self, fault: Option<Fault>) -> Option<Fault> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), fault)
    }

    fn is(&self, fault: Fault) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(fault)
    }
}

/// Look notes up.
#[derive(Scope)]
#[scope("notes:read", reads)]
pub struct NotesRead;

/// Write notes.
#[derive(Scope)]
#[scope("notes:write", writes)]
pub struct NotesWrite;

/// Change a note.
#[derive(Action)]
#[action(writes)]
pub struct Edit;

#[derive(Id, Clone, Copy, PartialEq)]
pub struct NoteId(pub u64);

#[derive(Resource, Clone)]
#[resource(id = NoteId, store = Notebook, load = Notebook::find, tenancy = tenant)]
pub struct Note {
    pub id: NoteId,
    pub author: Subject,
    pub tenant: Tenant,
    pub text: String,
    pub pin: String,
    pub flaw: Flaw,
}

impl Note {
    fn is_of(&self, caller: &Identity) -> bool {
        assert!(self.flaw != Flaw::Panics, "canary-panic in the policy");
        &self.author == caller.subject()
    }
}

impl Authorize<Read> for Note {
    fn authorize(&self, caller: &Identity) -> Decision {
        let anybody = matches!(self.flaw, Flaw::ReadByAnybody | Flaw::ListOfEverybody);
        Decision::allow_if(self.is_of(caller) || anybody)
    }
}

impl Authorize<Edit> for Note {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(self.is_of(caller) || self.flaw == Flaw::EditByAnybody)
    }
}

#[derive(Disclose)]
#[disclose(of = Note)]
pub struct NoteView {
    pub id: NoteId,
    pub text: String,
}

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        let text = match note.flaw {
            Flaw::SecretInView => format!("{} {}", note.text, note.pin),
            _ => note.text.clone(),
        };
        Self { id: note.id, text }
    }
}

#[derive(Input)]
pub struct Draft {
    #[input(length(min = 1, max = 1000))]
    pub text: String,
}

#[derive(Input)]
pub struct Merge {
    pub into: Authorized<Note, Edit>,
    #[input(length(min = 1, max = 1000))]
    pub text: String,
}

#[derive(Input)]
pub struct Find {
    pub note: Authorized<Note, Read>,
}

/// Everything in memory.
pub struct Notebook(Mutex<Vec<Note>>, Switch);

#[zt::store]
impl Notebook {
    pub fn with(notes: Vec<Note>, switch: Switch) -> Self {
        Self(Mutex::new(notes), switch)
    }

    pub async fn find(&self, id: &NoteId, _: Loading<'_>) -> zt::Result<Option<Note>> {
        if self.1.is(Fault::Store) {
            return Err(zt::Error::new("canary-error in the store"));
        }
        let flaw = self.1.is(Fault::Policy).then_some(Flaw::Panics);
        let note = self.lock().iter().find(|note| note.id == *id).cloned();
        Ok(note.map(|note| Note { flaw: flaw.unwrap_or(note.flaw), ..note }))
    }

    pub async fn all(&self, _: &impl Proves<NotesRead>) -> zt::Result<Vec<Note>> {
        Ok(self.lock().clone())
    }

    pub async fn edit(&self, note: &Authorized<Note, Edit>, text: &str) -> zt::Result<()> {
        for row in self.lock().iter_mut().filter(|row| row.id == note.id) {
            text.clone_into(&mut row.text);
        }
        Ok(())
    }

    pub async fn remove(&self, note: &Authorized<Note, Edit>) -> zt::Result<()> {
        self.lock().retain(|row| row.id != note.id);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Note>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// My notes.
#[zt::get("/", scopes(NotesRead), rate("20/min"))]
async fn list_notes(caller: &Caller<list_notes>, notes: Data<Notebook>) -> Answer<Vec<NoteView>> {
    Ok(Reply::of(&notes.all(caller).await?.authorized::<Read>(caller)))
}

/// One note.
#[zt::get("/{note}", scopes(NotesRead))]
async fn read_note(note: &Authorized<Note, Read>) -> Answer<NoteView> {
    Ok(Reply::of(note))
}

/// Another text.
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
    note: &Authorized<Note, Edit>,
    notes: Data<Notebook>,
) -> Result<NoContent, Problem> {
    notes.remove(note).await?;
    Ok(NoContent)
}

/// Another text, for the note that the body names.
#[zt::post("/merge", scopes(NotesWrite))]
async fn merge_note(merge: &Body<Merge>, notes: Data<Notebook>) -> Result<NoContent, Problem> {
    notes.edit(&merge.into, &merge.text).await?;
    Ok(NoContent)
}

/// My notes, one after the other.
#[zt::get("/watch", scopes(NotesRead), stream)]
async fn watch_notes(
    caller: &Caller<watch_notes>,
    notes: Data<Notebook>,
    events: &Events<NoteView>,
) -> Streamed {
    let all = notes.all(caller).await?;
    let stream = events.open();
    for note in &all {
        stream.send::<Read>(note).await;
    }
    Ok(stream.end())
}

/// One note, by its number.
#[zt::get("/find", scopes(NotesRead))]
async fn find_note(find: &Query<Find>) -> Answer<NoteView> {
    Ok(Reply::of(&find.note))
}

/// Notes, each its author's own.
#[zt::group("/notes", endpoints(list_notes, read_note, edit_note, remove_note))]
pub struct NotesApi;

/// Where notes are read aloud.
#[derive(Network)]
#[network("stage")]
pub struct Stage;

/// For who is on stage.
#[zt::get("/aloud", scopes(NotesRead), network(Stage))]
async fn aloud() -> NoContent {
    NoContent
}

/// Logged in with a second factor.
#[derive(Acr)]
#[acr("mfa")]
pub struct Mfa;

/// For those who proved themselves twice.
#[zt::get("/strong", scopes(NotesRead), proof(acr = Mfa, auth_age = "10m"))]
async fn strong() -> NoContent {
    NoContent
}

/// For those who hold the key of their token.
#[zt::get("/bound", scopes(NotesRead), proof(bound))]
async fn bound() -> NoContent {
    NoContent
}

/// For those who sign what they send.
#[zt::post("/signed", scopes(NotesWrite), proof(signed, bound))]
async fn signed(_draft: &Body<Draft>) -> NoContent {
    NoContent
}

/// The house's own.
#[derive(Issuer)]
#[issuer("corp")]
pub struct Corp;

/// Looked after by the house.
#[derive(Device)]
#[device("managed")]
pub struct Managed;

/// For the house's own people, at the house's own machines.
#[zt::get("/inside", scopes(NotesRead), proof(issuer = Corp, device = Managed))]
async fn inside() -> NoContent {
    NoContent
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// Notes.
#[zt::service(endpoints(
    health,
    aloud,
    merge_note,
    find_note,
    watch_notes,
    strong,
    bound,
    signed,
    inside,
    NotesApi
))]
pub struct Notes;
