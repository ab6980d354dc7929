use zt::prelude::*;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

#[derive(Input)]
pub struct Note {
    pub text: String,
}

/// Find notes.
#[zt::post("/", scopes(OrdersWrite))]
async fn find_notes(note: &Body<Note>) -> NoContent {
    let _ = note;
    NoContent
}

fn main() {}
