//! What no annotation can know of a note: who besides its author may see it, and what is shown of it.

use zt::prelude::*;

use crate::api::{Note, NoteView, Remove};

/// Look after everybody's notes: read them, and throw them away.
#[derive(Scope)]
#[scope("notes:admin", writes)]
pub struct NotesAdmin;

impl Authorize<Read> for Note {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(self.is_of(caller) || caller.holds::<NotesAdmin>())
    }
}

impl Authorize<Remove> for Note {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(self.is_of(caller) || caller.holds::<NotesAdmin>())
    }
}

impl Note {
    fn is_of(&self, caller: &Identity) -> bool {
        &self.author == caller.subject()
    }
}

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        Self { id: note.id, text: note.text.clone() }
    }
}
