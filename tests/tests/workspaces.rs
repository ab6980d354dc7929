//! Crates whose graph can't be ours, each in a workspace of its own.
#![allow(clippy::expect_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

/// It shares this build's target folder: what both build alike is built once.
fn tested(workspace: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(workspace);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    let status = cargo.args(["test", "--quiet", "--locked"]).current_dir(folder);
    let status = status.env("CARGO_TARGET_DIR", target).status().expect("cargo starts");
    assert!(status.success(), "the tests of tests/{workspace} failed");
}

/// Every backend of JOSE and TLS is turned on.
#[test]
fn t01_two_backends_in_one_graph() {
    tested("backends");
}

/// The shop's stores are rusqlite's, so each of the two stands beside zt.
#[test]
fn stores_of_sqlx_are_stores() {
    tested("beside-sqlx");
}
