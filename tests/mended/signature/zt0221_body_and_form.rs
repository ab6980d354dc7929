use zt::prelude::*;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

#[derive(Input)]
pub struct Note {
    pub text: String,
}

/// Add a note.
#[zt::post("/", scopes(OrdersWrite))]
async fn add_note(note: &Body<Note>) -> NoContent {
    let _ = note;
    NoContent
}

fn main() {}
