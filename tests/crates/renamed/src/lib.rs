//! A service whose Cargo.toml gives zt another name.

use sesame::prelude::*;

/// Open the door of the cave.
#[derive(Debug, Scope)]
#[scope("cave:open", writes, crate = "sesame")]
pub struct CaveOpen;

/// What the cave says.
#[derive(Debug, Disclose)]
#[disclose(plain, crate = "sesame")]
pub struct Echo {
    /// The words that came back.
    pub words: String,
}

/// What to say to the cave.
#[derive(Debug, Input)]
#[input(crate = "sesame")]
pub struct Words {
    /// The magic ones, perhaps.
    pub words: String,
}

/// Say the words.
#[sesame::post("/open", scopes(CaveOpen), crate = "sesame")]
pub async fn open(body: &Body<Words>) -> Answer<Echo> {
    Ok(Reply(Echo { words: body.words.clone() }))
}

/// The door of the cave.
#[sesame::group("/cave", endpoints(open), crate = "sesame")]
#[derive(Debug)]
pub struct CaveApi;

/// The cave of the forty.
#[sesame::service(endpoints(CaveApi), crate = "sesame")]
#[derive(Debug)]
pub struct Cave;
