//! The ui cases, and what the compiler says of a program.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compiler;

/// A program of `tests/ui`.
pub(crate) struct Case {
    /// From `tests/ui`, without its ending.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// An error, of ours or of rustc.
#[derive(Debug)]
pub(crate) struct Mistake {
    /// `ZT0101`, if it is ours.
    pub(crate) code: Option<String>,
    /// Its first line.
    pub(crate) what: String,
    pub(crate) helps: Vec<String>,
    /// What is underlined, in bytes.
    pub(crate) span: Range<usize>,
}

/// All cases, in the order of their names.
pub(crate) fn all() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut cases = Vec::new();
    for folder in fs::read_dir(&root).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|ending| ending == "rs") {
                let name = file.strip_prefix(&root).unwrap().with_extension("");
                let text = fs::read_to_string(&file).unwrap();
                cases.push(Case { name: name.to_str().unwrap().to_owned(), text });
            }
        }
    }
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

impl Case {
    /// The errors of a program that this case became.
    pub(crate) fn mistakes(&self, program: &str) -> Vec<Mistake> {
        let said = compiler::said(&folder(), &self.name.replace('/', "_"), program, "json");
        said.lines().filter_map(mistake).collect()
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("helps");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn mistake(line: &str) -> Option<Mistake> {
    let said: Value = serde_json::from_str(line).ok()?;
    if said["level"] != "error" {
        return None;
    }
    let message = said["message"].as_str()?.to_owned();
    if message.starts_with("aborting due to") {
        return None;
    }
    let spans = said["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    let byte = |key| primary.and_then(|span| span[key].as_u64()).unwrap_or_default() as usize;
    let what = message.lines().next().unwrap_or_default().to_owned();
    let code = what.rsplit_once(" [ZT").and_then(|(_, code)| code.strip_suffix(']'));
    Some(Mistake {
        code: code.map(|digits| format!("ZT{digits}")),
        helps: helps(&message, &said["children"]),
        span: byte("byte_start")..byte("byte_end"),
        what,
    })
}

/// Macros and constants say theirs in the message, traits in notes.
fn helps(message: &str, children: &Value) -> Vec<String> {
    let ours = message.lines().filter_map(|line| line.trim_start().strip_prefix("= help: "));
    let notes = children.as_array().into_iter().flatten().filter(|child| child["level"] == "note");
    let notes = notes.filter_map(|note| note["message"].as_str()?.strip_prefix("help: "));
    ours.chain(notes).map(ToOwned::to_owned).collect()
}
