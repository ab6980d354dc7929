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
#[zt::get("/", scopes(OrdersWrite))]
async fn find_notes(note: &Query<Note>) -> NoContent {
    let _ = note;
    NoContent
}

fn main() {}
