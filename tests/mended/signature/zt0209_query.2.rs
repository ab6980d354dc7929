use zt::prelude::*;

#[derive(Input)]
pub struct Note {
    pub text: String,
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(why = "the greeting is for everyone"))]
async fn health(note: &Query<Note>) -> NoContent {
    let _ = note;
    NoContent
}

fn main() {}
