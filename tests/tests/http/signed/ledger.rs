//! A service that takes signed requests, as it runs for real, with all its workers.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use zt::prelude::*;

use crate::fixture::issuer::{AUDIENCE, IMPLICIT, ISSUER, Issuer};
use crate::fixture::runs::Runs;

/// Look entries up.
#[derive(Scope)]
#[scope("entries:read", reads)]
struct EntriesRead;

/// Write entries.
#[derive(Scope)]
#[scope("entries:write", writes)]
struct EntriesWrite;

#[derive(Input)]
struct Entry {
    #[input(length(min = 1, max = 20))]
    text: String,
}

enum Photo {}

impl FileType for Photo {
    const MEDIA_TYPES: &'static [&'static str] = &["image/png"];
}

/// Entries.
#[zt::get("/entries", scopes(EntriesRead))]
async fn list(runs: Data<Runs>) -> NoContent {
    runs.add("list");
    NoContent
}

/// A new one.
#[zt::post("/entries", scopes(EntriesWrite))]
async fn add(entry: &Body<Entry>, runs: Data<Runs>) -> NoContent {
    assert!(!entry.text.is_empty());
    runs.add("add");
    NoContent
}

/// All anew.
#[zt::put("/entries", scopes(EntriesWrite))]
async fn replace(entry: &Body<Entry>, runs: Data<Runs>) -> NoContent {
    assert!(!entry.text.is_empty());
    runs.add("replace");
    NoContent
}

/// In part.
#[zt::patch("/entries", scopes(EntriesWrite))]
async fn change(entry: &Body<Entry>, runs: Data<Runs>) -> NoContent {
    assert!(!entry.text.is_empty());
    runs.add("change");
    NoContent
}

/// All gone.
#[zt::delete("/entries", scopes(EntriesWrite))]
async fn clear(runs: Data<Runs>) -> NoContent {
    runs.add("clear");
    NoContent
}

/// A new one from a form.
#[zt::post("/form", scopes(EntriesWrite))]
async fn add_form(entry: &Form<Entry>, runs: Data<Runs>) -> NoContent {
    assert!(!entry.text.is_empty());
    runs.add("add_form");
    NoContent
}

/// A picture.
#[zt::post("/files", scopes(EntriesWrite))]
async fn upload(file: &Upload<Entry, Photo>, runs: Data<Runs>) -> NoContent {
    assert_eq!(file.file().bytes(), b"PNG");
    runs.add("upload");
    NoContent
}

/// What has to be signed.
#[zt::group("/book", proof(signed), endpoints(list, add, replace, change, clear, add_form, upload))]
struct Books;

/// Needs no signature.
#[zt::get("/plain", scopes(EntriesRead))]
async fn plain() -> NoContent {
    NoContent
}

/// Needs no signature, and takes a body.
#[zt::post("/plain", scopes(EntriesWrite))]
async fn add_plain(entry: &Body<Entry>, runs: Data<Runs>) -> NoContent {
    assert!(!entry.text.is_empty());
    runs.add("add_plain");
    NoContent
}

/// Ledgers of the tests.
#[zt::service(rate("100000/s"), endpoints(Books, plain, add_plain))]
struct Ledger;

pub(super) struct Real {
    pub(super) address: SocketAddr,
    pub(super) issuer: Issuer,
    pub(super) runs: Runs,
    audit: PathBuf,
    _folder: tempfile::TempDir,
}

impl Real {
    pub(super) fn start() -> Self {
        let (folder, issuer) = (tempfile::tempdir().unwrap(), Issuer::new());
        let (file, state) = (folder.path().join("zt.toml"), folder.path().join("state"));
        let (audit, keys) = (folder.path().join("audit.jsonl"), issuer.public());
        let text = format!(
            "listen = \"127.0.0.1:0\"\nstate = {state:?}\naudit = {audit:?}\nissuer = {ISSUER:?}\n\
             audience = {AUDIENCE:?}\nkeys = [{keys:?}]\nimplicit = {IMPLICIT:?}\n"
        );
        std::fs::write(&file, text).unwrap();
        let runs = Runs::default();
        let (said, heard) = mpsc::channel();
        let of_runs = runs.clone();
        thread::spawn(move || {
            zt::testing::block_on(async move {
                let app = Ledger::from_config_file(file).unwrap();
                let server = app.data(of_runs).bind().unwrap();
                said.send(server.address()).unwrap();
                server.serve().await.unwrap();
            });
        });
        let address = heard.recv_timeout(Duration::from_secs(60)).expect("it starts");
        Self { address, issuer, runs, audit, _folder: folder }
    }

    /// Of the records, once there are so many.
    pub(super) fn reasons(&self, count: usize) -> Vec<String> {
        for _ in 0..3000 {
            let text = std::fs::read_to_string(&self.audit).unwrap_or_default();
            let records = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let reasons: Vec<_> =
                records.map(|record| record["reason"].as_str().unwrap().to_owned()).collect();
            if reasons.len() >= count {
                return reasons;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the audit log never had {count} lines");
    }
}
