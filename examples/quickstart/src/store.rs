//! Where the notes are: one table of a SQLite file. Every way to it takes a proof.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use zt::prelude::*;

use crate::api::{Edit, Note, NoteId, NotesRead, NotesWrite, Remove};

/// One connection behind a lock: the calls on a local file are short.
pub struct Notebook(Mutex<Connection>);

#[zt::store]
impl Notebook {
    /// Opens the file; the first start makes it, with a few notes in it.
    pub fn open(file: impl AsRef<Path>) -> zt::Result<Self> {
        let connection = Connection::open(file)?;
        connection.execute_batch(include_str!("schema.sql"))?;
        Ok(Self(Mutex::new(connection)))
    }

    /// For the gate, which asks the policy before a handler gets the note.
    pub async fn find(&self, id: &NoteId, _: Loading<'_>) -> zt::Result<Option<Note>> {
        let sql = "SELECT id, author, text FROM notes WHERE id = ?1";
        Ok(self.lock().query_row(sql, [id.0], note).optional()?)
    }

    pub async fn of_author(
        &self,
        author: &Subject,
        _: &impl Proves<NotesRead>,
    ) -> zt::Result<Vec<Note>> {
        let sql = "SELECT id, author, text FROM notes WHERE author = ?1 ORDER BY id LIMIT 100";
        let connection = self.lock();
        let mut statement = connection.prepare_cached(sql)?;
        let notes = statement.query_map([author.to_string()], note)?;
        Ok(notes.collect::<Result<_, _>>()?)
    }

    pub async fn add(
        &self,
        author: &Subject,
        text: &str,
        _: &impl Proves<NotesWrite>,
    ) -> zt::Result<Note> {
        let sql = "INSERT INTO notes (author, text) VALUES (?1, ?2) RETURNING id, author, text";
        Ok(self.lock().query_row(sql, params![author.to_string(), text], note)?)
    }

    pub async fn edit(&self, note: &Authorized<Note, Edit>, text: &str) -> zt::Result<()> {
        let sql = "UPDATE notes SET text = ?2 WHERE id = ?1";
        self.lock().execute(sql, params![note.id.0, text])?;
        Ok(())
    }

    pub async fn remove(&self, note: &Authorized<Note, Remove>) -> zt::Result<()> {
        self.lock().execute("DELETE FROM notes WHERE id = ?1", [note.id.0])?;
        Ok(())
    }

    /// A panic while the lock was held left SQLite's own state whole.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    let author: String = row.get(1)?;
    let author = author.parse().map_err(|fault| {
        rusqlite::Error::FromSqlConversionFailure(1, Type::Text, Box::<zt::NameFault>::new(fault))
    })?;
    Ok(Note { id: NoteId(row.get(0)?), author, text: row.get(2)? })
}
