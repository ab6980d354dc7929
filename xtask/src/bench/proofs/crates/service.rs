//! Endpoints that do nothing but ask for credentials.

use zt::prelude::*;

/// Read.
#[derive(Scope)]
#[scope("things:read", reads)]
pub struct ThingsRead;

/// Write.
#[derive(Scope)]
#[scope("things:write", writes)]
pub struct ThingsWrite;

#[derive(Disclose)]
#[disclose(plain)]
pub struct Said {
    pub number: u64,
}

#[derive(Input)]
pub struct NoteInput {
    #[input(length(max = 2000))]
    pub text: String,
}

/// What a request costs without any credential.
#[zt::get("/open", public(why = "what the others are compared with"))]
async fn open() -> Answer<Said> {
    Ok(Reply(Said { number: 42 }))
}

/// The same for callers who may.
#[zt::get("/guarded", scopes(ThingsRead))]
async fn guarded() -> Answer<Said> {
    Ok(Reply(Said { number: 42 }))
}

/// What a request with a body costs without any credential.
#[zt::post("/open", public(why = "what the others are compared with"))]
async fn open_note(note: &Body<NoteInput>) -> NoContent {
    std::hint::black_box(&note.text);
    NoContent
}

/// The same for callers who sign it.
#[zt::post("/signed", scopes(ThingsWrite), proof(signed))]
async fn signed_note(note: &Body<NoteInput>) -> NoContent {
    std::hint::black_box(&note.text);
    NoContent
}

/// Things. The rate is there and never met.
#[zt::service(rate("1000000/s"), endpoints(open, guarded, open_note, signed_note))]
pub struct Things;

#[zt::main]
async fn main() -> zt::Result<()> {
    Things::from_config()?.serve().await
}
