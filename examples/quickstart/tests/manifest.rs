//! The program hands out its manifest, and touches nothing else: no configuration, no key, no notes, no port.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const COMMITTED: &str = include_str!("manifest.json");

/// Starts the program in `folder`, where `ZT_MANIFEST` says `file`.
fn asked(folder: &Path, file: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quickstart"))
        .current_dir(folder)
        .env_clear()
        .env("ZT_MANIFEST", file)
        // None of these would let it start.
        .env("ZT_CONFIG", "nowhere.toml")
        .env("ZT_LISTEN", "no address")
        .env("ZT_NONSENSE", "1")
        .output()
        .expect("the program starts")
}

#[test]
fn the_program_writes_its_manifest_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let output = asked(folder.path(), "manifest.json");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    let written = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    assert!(written == COMMITTED, "{written}");
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["manifest.json"], "neither notes nor keys were made");
}

#[test]
fn what_it_cannot_write_it_says_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["", ".", "gone/manifest.json"] {
        let output = asked(folder.path(), file);
        assert_eq!(output.status.code(), Some(1), "{file:?}: {output:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("ZT_MANIFEST"), "{output:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
