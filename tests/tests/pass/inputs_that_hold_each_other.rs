//! Of two inputs that hold each other, one is behind a `Box`.

use zt::prelude::*;

/// Sort things.
#[derive(Scope)]
#[scope("things:sort", writes)]
pub struct ThingsSort;

#[derive(Input)]
pub struct Folder {
    #[input(length(max = 20))]
    pub name: String,
    #[input(items(max = 10))]
    pub entries: Vec<Entry>,
}

#[derive(Input)]
pub struct Entry {
    pub folder: Option<Box<Folder>>,
}

/// Sort.
#[zt::post("/folders", scopes(ThingsSort))]
async fn sort(body: &Body<Folder>) -> NoContent {
    let _ = (&body.name, body.entries.iter().filter(|it| it.folder.is_some()).count());
    NoContent
}

/// A shelf.
#[zt::service(endpoints(sort))]
pub struct Shelf;

#[test]
fn its_manifest_is_whole() {
    assert!(Shelf::manifest().is_ok());
}
