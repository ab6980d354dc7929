//! The table is what the tests show: no row without its test, no ui test without its row, and the sums are right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::bless::{bless, blessing};

/// In the order of the columns.
pub(super) const PHASES: [&str; 5] =
    ["compiler", "start-up", "`cargo zt check`", "run time", "never"];

pub(super) const HEAD: &str = "| mistake | caught by | shown by |\n|---|---|---|\n";

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(super) fn page() -> PathBuf {
    root().join("book/src/seeded-mistakes.md")
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) mistake: String,
    pub(super) phase: String,
    /// A ui test's file, or `file::function`.
    pub(super) shown_by: String,
}

impl Row {
    fn parse(line: &str) -> Self {
        let inner = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
        let cells: Vec<_> =
            inner.unwrap_or_else(|| panic!("no row: {line}")).split(" | ").collect();
        let [mistake, phase, shown_by] = cells[..] else { panic!("not three cells: {line}") };
        let shown_by = shown_by.trim_matches('`').to_owned();
        Self { mistake: mistake.to_owned(), phase: phase.to_owned(), shown_by }
    }

    pub(super) fn line(&self) -> String {
        format!("| {} | {} | `{}` |\n", self.mistake, self.phase, self.shown_by)
    }

    pub(super) fn is_of_the_ui(&self) -> bool {
        self.shown_by.starts_with("tests/ui/")
    }

    /// What is wrong with the row; nothing if it is right.
    fn fault(&self) -> Option<String> {
        if !PHASES.contains(&self.phase.as_str()) {
            return Some(format!("no phase: {}", self.phase));
        }
        let (file, function) = match self.shown_by.split_once("::") {
            Some((file, function)) => (file, Some(function)),
            None => (self.shown_by.as_str(), None),
        };
        let Ok(text) = fs::read_to_string(root().join(file)) else {
            return Some(format!("no file: {file}"));
        };
        match function {
            Some(name) if !text.contains(&format!("fn {name}(")) => {
                Some(format!("no function: {}", self.shown_by))
            }
            None if !root().join(file).with_extension("stderr").exists() => {
                Some(format!("no .stderr: {file}"))
            }
            None if self.phase != "compiler" => {
                Some(format!("a ui test shows what the compiler catches: {file}"))
            }
            _ => None,
        }
    }
}

/// The rows below the table's head.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let (_, table) = text.split_once(HEAD).unwrap_or_else(|| panic!("no table in the page"));
    table.lines().take_while(|line| line.starts_with('|')).map(Row::parse).collect()
}

/// Every ui test, with `/` and from the root.
pub(super) fn ui_tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root().join("tests/ui")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.insert(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

/// How many each phase catches.
pub(super) fn summary(rows: &[Row]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.phase).or_default() += 1;
    }
    let cells = |cell: &dyn Fn(&str) -> String| format!("| {} |\n", PHASES.map(cell).join(" | "));
    let counted = cells(&|phase| counts.get(phase).copied().unwrap_or_default().to_string());
    format!("{}|---|---|---|---|---|\n{counted}", cells(&|phase| phase.to_owned()))
}

#[test]
fn the_table_of_seeded_mistakes_is_what_the_tests_show() {
    if blessing() {
        bless();
    }
    let text = fs::read_to_string(page()).expect("the page is made by BLESS=1");
    let rows = rows(&text);
    let faults: Vec<_> = rows.iter().filter_map(Row::fault).collect();
    assert!(faults.is_empty(), "run it with BLESS=1, or mend by hand: {faults:#?}");
    let listed: Vec<_> =
        rows.iter().filter(|row| row.is_of_the_ui()).map(|row| row.shown_by.clone()).collect();
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), once.len(), "a ui test stands in two rows");
    let missing: Vec<_> = ui_tests().symmetric_difference(&once).cloned().collect();
    assert!(missing.is_empty(), "run it with BLESS=1: {missing:#?}");
    assert!(
        text.contains(&summary(&rows)),
        "the sums are wrong, run it with BLESS=1:\n{}",
        summary(&rows)
    );
}
