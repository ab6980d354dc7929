//! Notes that only their author reads, with a pool of sqlx's behind their store.
#![allow(missing_docs, reason = "what the test needs of an API")]

use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions, SqliteRow};
use zt::prelude::*;

/// Look notes up.
#[derive(Scope)]
#[scope("notes:read", reads)]
pub struct NotesRead;

#[derive(Id, Clone, Copy)]
pub struct NoteId(pub i64);

#[derive(Resource)]
#[resource(id = NoteId, store = Notebook, load = Notebook::find, owner = author, tenancy = single,
           owner_may(Read))]
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

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        Self { id: note.id, text: note.text.clone() }
    }
}

pub struct Notebook(SqlitePool);

#[zt::store]
impl Notebook {
    /// A database in memory with two notes in it. It is one connection's, so there is one.
    pub async fn open(authors: [&Subject; 2]) -> zt::Result<Self> {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
        sqlx::query("CREATE TABLE notes (id INTEGER PRIMARY KEY, author TEXT NOT NULL, text TEXT NOT NULL)")
            .execute(&pool)
            .await?;
        for author in authors {
            let insert = sqlx::query("INSERT INTO notes (author, text) VALUES (?1, 'Mine.')");
            insert.bind(author.to_string()).execute(&pool).await?;
        }
        Ok(Self(pool))
    }

    pub async fn find(&self, id: &NoteId, _: Loading<'_>) -> zt::Result<Option<Note>> {
        let found = sqlx::query("SELECT id, author, text FROM notes WHERE id = ?1").bind(id.0);
        found.fetch_optional(&self.0).await?.map(note).transpose()
    }
}

fn note(row: SqliteRow) -> zt::Result<Note> {
    let author: String = row.try_get("author")?;
    Ok(Note { id: NoteId(row.try_get("id")?), author: author.parse()?, text: row.try_get("text")? })
}

/// One note.
#[zt::get("/notes/{note}", scopes(NotesRead))]
async fn get_note(note: &Authorized<Note, Read>) -> Answer<NoteView> {
    Ok(Reply::of(note))
}

/// Notes that only their author reads.
#[zt::service(rate("60/min"), endpoints(get_note))]
pub struct Notes;
