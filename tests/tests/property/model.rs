//! The same service in a few lines, without a gate: what must come out.

use zt::{Subject, Tenant};

use super::steps::Step;
use crate::fixture::House;
use crate::fixture::desk::{Folder, FolderId, Note, NoteId, Things};

/// Somebody, in one of their tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) tenant: &'static str,
}

impl Person {
    /// What all texts of theirs begin with.
    pub(super) fn mark(self) -> String {
        format!("{}-{}", self.name, self.tenant)
    }
}

/// What a request must come to.
pub(super) struct Expected {
    pub(super) status: u16,
    /// The ids shown, where the answer is of that kind.
    pub(super) notes: Option<Vec<String>>,
}

impl Expected {
    const fn only(status: u16) -> Self {
        Self { status, notes: None }
    }

    fn showing<'n>(status: u16, notes: impl Iterator<Item = &'n Note>) -> Self {
        Self { status, notes: Some(notes.map(|note| note.id.0.clone()).collect()) }
    }
}

const NOT_FOUND: Expected = Expected::only(404);

pub(super) struct Model {
    pub(super) things: Things,
    subject: Box<dyn Fn(&str) -> Subject>,
}

impl Model {
    pub(super) fn of(house: &House) -> Self {
        let people: Vec<_> =
            ["alice", "bob", "carol"].map(|name| (name, house.app.person(name))).into();
        let subject =
            move |name: &str| people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        Self { things: house.desk.things(), subject: Box::new(subject) }
    }

    fn owns(&self, who: Person, owner: &Subject, tenant: &Tenant) -> bool {
        *owner == (self.subject)(who.name) && tenant.name() == who.tenant
    }

    /// Everything but this person's.
    pub(super) fn of_others(&self, who: Person, things: &Things) -> Things {
        let mut others = things.clone();
        others.folders.retain(|folder| !self.owns(who, &folder.owner, &folder.tenant));
        others.notes.retain(|note| !self.owns(who, &note.owner, &note.tenant));
        others
    }

    fn folder(&self, who: Person, id: u64) -> Option<&Folder> {
        let mut folders = self.things.folders.iter();
        folders.find(|folder| folder.id.0 == id && self.owns(who, &folder.owner, &folder.tenant))
    }

    fn note(&self, who: Person, id: &str) -> Option<usize> {
        let own = |note: &Note| note.id.0 == id && self.owns(who, &note.owner, &note.tenant);
        self.things.notes.iter().position(own)
    }

    fn notes(&self, who: Person, within: Option<u64>) -> impl Iterator<Item = &Note> {
        let here = move |note: &&Note| within.is_none_or(|folder| note.folder.0 == folder);
        self.things
            .notes
            .iter()
            .filter(move |note| self.owns(who, &note.owner, &note.tenant))
            .filter(here)
    }

    fn shown(&self, index: usize) -> Expected {
        Expected::showing(200, std::iter::once(&self.things.notes[index]))
    }

    /// What the request comes to, and what it changes.
    pub(super) fn take(&mut self, who: Person, step: &Step, text: &str) -> Expected {
        match step {
            Step::ListFolders => Expected::only(200),
            Step::ReadFolder(folder) => {
                self.folder(who, *folder).map_or(NOT_FOUND, |_| Expected::only(200))
            }
            Step::Rename(folder) => self.rename(who, *folder, text),
            Step::ListNotes(folder) => {
                let found = self.folder(who, *folder);
                found.map_or(NOT_FOUND, |folder| {
                    Expected::showing(200, self.notes(who, Some(folder.id.0)))
                })
            }
            Step::Read(folder, note) => match (self.folder(who, *folder), self.note(who, note)) {
                (Some(folder), Some(index)) if self.things.notes[index].folder == folder.id => {
                    self.shown(index)
                }
                _ => NOT_FOUND,
            },
            Step::Find(note) => self.note(who, note).map_or(NOT_FOUND, |index| self.shown(index)),
            Step::File(note) => self.note(who, note).map_or(NOT_FOUND, |_| Expected::only(200)),
            Step::Search(Some(folder)) if self.folder(who, *folder).is_none() => NOT_FOUND,
            Step::Search(within) => Expected::showing(200, self.notes(who, *within)),
            Step::Write(folder) => self.add(who, None, *folder, text),
            Step::Import(id, folder) => self.add(who, Some(id), *folder, text),
            Step::Change(note, colour) => self.change(who, note, *colour, text),
            Step::Erase(note) => self.erase(who, note),
            Step::Move(note, folder) => self.merge(who, &[note], Some(*folder)),
            Step::Merge(notes, into) => self.merge(who, notes, *into),
        }
    }

    fn rename(&mut self, who: Person, id: u64, title: &str) -> Expected {
        if self.folder(who, id).is_none() {
            return NOT_FOUND;
        }
        let folder = self.things.folders.iter_mut().find(|folder| folder.id.0 == id).unwrap();
        title.clone_into(&mut folder.title);
        Expected::only(200)
    }

    fn add(&mut self, who: Person, id: Option<&str>, folder: u64, text: &str) -> Expected {
        if self.folder(who, folder).is_none() {
            return NOT_FOUND;
        }
        let id = id.map_or_else(|| format!("n{}", 1000 + self.things.notes.len()), str::to_owned);
        if self.things.notes.iter().any(|note| note.id.0 == id) {
            return Expected::only(409);
        }
        self.things.notes.push(Note {
            id: NoteId(id),
            folder: FolderId(folder),
            owner: (self.subject)(who.name),
            tenant: Tenant::new(who.tenant).unwrap(),
            text: text.to_owned(),
            colour: None,
            pin: "canary-pin-new".to_owned(),
        });
        Expected::only(201)
    }

    fn change(&mut self, who: Person, id: &str, colour: Option<&str>, text: &str) -> Expected {
        let Some(index) = self.note(who, id) else { return NOT_FOUND };
        let note = &mut self.things.notes[index];
        text.clone_into(&mut note.text);
        note.colour = colour.map(str::to_owned);
        self.shown(index)
    }

    fn erase(&mut self, who: Person, id: &str) -> Expected {
        let Some(index) = self.note(who, id) else { return NOT_FOUND };
        self.things.notes.remove(index);
        Expected::only(204)
    }

    fn merge(&mut self, who: Person, ids: &[&str], into: Option<u64>) -> Expected {
        let found: Option<Vec<usize>> = ids.iter().map(|id| self.note(who, id)).collect();
        let Some(found) = found else { return NOT_FOUND };
        if into.is_some_and(|folder| self.folder(who, folder).is_none()) {
            return NOT_FOUND;
        }
        for index in &found {
            if let Some(folder) = into {
                self.things.notes[*index].folder = FolderId(folder);
            }
        }
        Expected::showing(200, found.iter().map(|index| &self.things.notes[*index]))
    }
}
