//! Notes that only their author reads: a guarded API on SQLite.
//!
//! `api.rs` says who may do what, `note.rs` what no annotation can know, `store.rs` how notes are kept, `tour.rs` what is
//! printed at the start.
#![allow(unreachable_pub, reason = "in a program, `pub` is what a module shows to the others")]

mod api;
mod note;
mod store;
#[cfg(test)]
mod tests;
mod tour;

use std::io::{self, Write};

use zt::prelude::*;

use crate::api::NotesApi;
use crate::store::Notebook;
use crate::tour::Tour;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// Notes that only their author reads.
#[zt::service(endpoints(health, NotesApi))]
struct Notes;

#[zt::main]
async fn main() -> zt::Result<()> {
    // So that `cargo run` works from every folder. A service that is deployed says `Notes::from_config()`.
    let app = Notes::from_config_file(concat!(env!("CARGO_MANIFEST_DIR"), "/zt.toml"))?;
    let tour = app.development().map(Tour::new).transpose()?;
    let server = app.data(Notebook::open("notes.db")?).bind()?;
    if let Some(tour) = tour {
        io::stdout().write_all(tour.text(server.address()).as_bytes())?;
    }
    server.serve().await
}
