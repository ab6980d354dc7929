//! The document of the service under test: as it was committed, and with nothing in it of the machine or the build.

use std::fs;
use std::path::{Path, PathBuf};

use zt::{Manifest, Service as _};

use crate::fixture::{Office, routes};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text() -> String {
    Office::manifest().unwrap().to_text().unwrap()
}

/// `BLESS=1 cargo test -p zt-tests --test manifest` writes it anew: read the difference as a change of who may do what.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test's switch, as xtask sets it")]
fn b09_it_is_the_committed_one() {
    let file = root().join("tests/manifest/office.json");
    if std::env::var("BLESS").is_ok_and(|value| value == "1") {
        fs::write(&file, text()).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap();
    assert!(committed == text(), "tests/manifest/office.json differs; see `cargo xtask bless`");
}

#[test]
fn b09_every_route_is_in_it_once() {
    let manifest = Office::manifest().unwrap();
    let mut listed: Vec<_> = manifest.endpoints.iter().map(|it| it.name.clone()).collect();
    let mut mounted: Vec<_> = routes().iter().map(|it| it.name().to_owned()).collect();
    listed.sort_unstable();
    mounted.sort_unstable();
    assert_eq!(listed, mounted);
}

#[test]
fn it_comes_back_from_its_text() {
    assert_eq!(Manifest::read(&text()).unwrap(), Office::manifest().unwrap());
    assert_eq!(text(), text());
}

#[test]
fn places_are_files_of_the_package_and_tell_nothing_of_the_machine() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = Office::manifest().unwrap();
    let places = manifest.endpoints.iter().map(|it| &it.place).chain([&manifest.service.place]);
    for place in places {
        let source = fs::read_to_string(package.join(&place.file)).unwrap();
        let line = source.lines().nth(place.line as usize - 1).unwrap();
        assert!(line.trim_start().starts_with("#[zt::"), "{place:?}: {line}");
        assert!(!place.file.contains('\\'), "{place:?}");
    }
    assert!(!text().contains(package.to_str().unwrap()));
}

/// Debug or release, with this feature or that: the code that makes the document has no way to know. A feature adds types
/// that fields may have; it changes nothing of what the others are.
#[test]
fn nothing_that_makes_it_asks_how_it_was_built() {
    let makers = [
        "zt-core/src/contract",
        "zt-macros/src",
        "zt-manifest/src",
        "zt-runtime/src/manifest",
        "zt-runtime/src/argument",
        "zt-runtime/src/disclose",
        "zt-runtime/src/input",
        "zt-runtime/src/object",
        "zt-runtime/src/reply",
        "zt-runtime/src/store",
    ];
    for file in makers.iter().flat_map(|folder| sources(&root().join(folder))) {
        let source = fs::read_to_string(&file).unwrap();
        let tests = ["tests", "unit_tests"].map(|name| format!("#[cfg(test)]\nmod {name} {{"));
        let start = tests.iter().find_map(|head| source.find(head)).unwrap_or(source.len());
        let source = &source[..start];
        for word in ["debug_assertions", "cfg!(", "cfg_attr", "opt_level", "PROFILE"] {
            assert!(!source.contains(word), "{}: `{word}`", file.display());
        }
        for line in source.lines().filter(|line| line.trim_start().starts_with("#[cfg(")) {
            let alone = line.contains("cfg(test)") || file.ends_with("external.rs");
            let id = line.contains("feature = \"uuid\"") && file.ends_with("object/id.rs");
            assert!(alone || id, "{}: {line}", file.display());
        }
    }
}

/// Rust files but those of tests alone.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|it| it == "tests") {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}
