//! The ui cases, what their errors say, and the programs that mend them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::help::Help;

/// A program of `tests/ui` that has an error of ours.
pub(crate) struct Case {
    /// From `tests/ui`, without its ending.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Of `tests/mended`: the case's own name, and those with `.2`, `.3` behind it.
    pub(crate) mended: Vec<Mended>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// What a reader has who did what the helps say.
pub(crate) struct Mended {
    /// From `tests/mended`, without its ending.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// An error with a code of ours.
pub(crate) struct Mistake {
    pub(crate) code: String,
    /// Its first line.
    pub(crate) what: String,
    pub(crate) helps: Vec<Help>,
}

/// All cases with an error of ours, in the order of their names, and the mended programs that belong to none of them.
pub(crate) fn all() -> (Vec<Case>, Vec<String>) {
    let mut mended: BTreeMap<String, Vec<Mended>> = BTreeMap::new();
    for (name, text) in programs("mended") {
        let case = name.split('.').next().unwrap().to_owned();
        mended.entry(case).or_default().push(Mended { name, text });
    }
    let mut cases = Vec::new();
    for (name, text) in programs("ui") {
        let mistakes = mistakes(&folder("ui").join(format!("{name}.stderr")));
        if !mistakes.is_empty() {
            let mended = mended.remove(&name).unwrap_or_default();
            cases.push(Case { name, text, mended, mistakes });
        }
    }
    (cases, mended.into_values().flatten().map(|it| it.name).collect())
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Name and text of each program, in the order of the names.
fn programs(root: &str) -> BTreeMap<String, String> {
    let root = folder(root);
    let folders = fs::read_dir(&root).unwrap().map(|folder| folder.unwrap().path());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = files.map(|file| file.unwrap().path());
    let programs = files.filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    let named = programs.map(|file| {
        let name = file.strip_prefix(&root).unwrap().with_extension("");
        (name.to_str().unwrap().to_owned(), fs::read_to_string(&file).unwrap())
    });
    named.collect()
}

/// The errors of ours in a `.stderr`, which the test `ui` keeps true.
fn mistakes(file: &Path) -> Vec<Mistake> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut ours = false;
    let mut prefix = "";
    for line in fs::read_to_string(file).unwrap().lines() {
        if ["error", "warning"].iter().any(|level| line.starts_with(level)) {
            let code = line.rsplit_once(" [ZT").and_then(|(_, code)| code.strip_suffix(']'));
            ours = code.is_some();
            // A trait's helps are notes; the other helps of its error are rustc's.
            prefix = if line.starts_with("error[E0277]") { "= note: help: " } else { "= help: " };
            mistakes.extend(code.map(|digits| Mistake {
                code: format!("ZT{digits}"),
                what: line.to_owned(),
                helps: Vec::new(),
            }));
        }
        let help = line.trim_start().strip_prefix(prefix).filter(|_| ours);
        if let (Some(help), Some(mistake)) = (help, mistakes.last_mut()) {
            mistake.helps.push(Help::new(help));
        }
    }
    mistakes
}

impl Case {
    pub(crate) fn helps(&self) -> impl Iterator<Item = &Help> {
        self.mistakes.iter().flat_map(|mistake| &mistake.helps)
    }
}
