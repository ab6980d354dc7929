//! No refusal of the gate goes untested: the list is the gate's own source.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All that stands in the files of a folder and of those in it.
fn read_folder(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { read_folder(&path) } else { read(&path) }).collect()
}

/// What stands between `from` and `to` in a text, each time.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
}

#[test]
fn g07_every_kind_of_refusal_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = read(&root.join("../zt-runtime/src/problem/refusal.rs"));
    let table = between(&source, "const fn kind_and_title", "\n    }\n");
    let kinds: BTreeSet<&str> = between(table[0], "(\"", "\"").into_iter().collect();
    assert!(kinds.len() >= 19, "{kinds:?}");
    let mut tests: String =
        ["tests/http", "tests/interop"].map(|folder| read_folder(&root.join(folder))).concat();
    tests.push_str(&read(&root.join("tests/fixture/checks.rs")));
    let untested: Vec<_> =
        kinds.into_iter().filter(|kind| !tests.contains(&format!("{kind}\""))).collect();
    assert!(untested.is_empty(), "no test in tests/http or tests/interop expects {untested:?}");
}
