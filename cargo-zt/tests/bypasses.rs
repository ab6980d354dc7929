//! X35: every way around the gate that the compiler can't see turns `cargo zt check` red, and clean code stays green.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{cargo_zt, copy, root};

/// Lines of the fixture that say `RED ZT2012`.
fn expected(folder: &std::path::Path) -> BTreeSet<(String, u64, String)> {
    let mut expected = BTreeSet::new();
    for entry in fs::read_dir(folder.join("src")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for (line, content) in (1..).zip(text.lines()) {
            let codes = content.split_once("// RED ").map(|it| it.1).unwrap_or_default();
            for code in codes.split_whitespace() {
                let file = format!("src/{}", path.file_name().unwrap().to_string_lossy());
                expected.insert((file, line, code.to_owned()));
            }
        }
    }
    expected
}

fn found(json: &str) -> BTreeSet<(String, u64, String)> {
    let log: serde_json::Value = serde_json::from_str(json).expect(json);
    let findings = log.get("findings").unwrap().as_array().unwrap().iter();
    let text =
        |it: &serde_json::Value, at: &str| it.pointer(at).unwrap().as_str().unwrap().to_owned();
    findings
        .map(|it| {
            let line = it.pointer("/place/line").unwrap().as_u64().unwrap();
            (text(it, "/place/file"), line, text(it, "/code"))
        })
        .collect()
}

/// The codes that the check of a fixture finds, each at its line.
fn each_is_found_at_its_line(name: &str) -> BTreeSet<String> {
    let folder = copy(name);
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let ran = cargo_zt(&folder, &["check", "--only", "source,lints", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}\n{}", ran.out, ran.err);
    let (expected, found) = (expected(&folder), found(&ran.out));
    let missing: Vec<_> = expected.difference(&found).collect();
    let more: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && more.is_empty(),
        "not found: {missing:#?}\nnot expected: {more:#?}"
    );
    found.into_iter().map(|it| it.2).collect()
}

#[test]
fn x35_each_bypass_is_found_at_its_line() {
    let codes = each_is_found_at_its_line("bypasses");
    assert_eq!(codes.len(), 15, "{codes:?}");
}

// B-02: an application that moves keeps its routes, behind the gate and nowhere else.
#[test]
fn x35_b02_an_application_that_moves_is_behind_the_gate() {
    let codes = each_is_found_at_its_line("moving");
    assert_eq!(codes, ["ZT2009", "ZT2016", "ZT2017"].map(str::to_owned).into());
}

// D-03: with everything: source, lints, the built service's manifest, and the lock beside it.
#[test]
fn x35_d03_the_examples_are_clean_and_locked() {
    for example in
        ["helpdesk-step1", "helpdesk-step2", "helpdesk-step3", "oidc", "quickstart", "shop"]
    {
        let ran = cargo_zt(&root(), &["check", "--package", example, "--deny-warnings"]);
        assert_eq!(ran.code, Some(0), "{example}: {}\n{}", ran.out, ran.err);
        assert!(!ran.out.contains("error["), "{example}: {}", ran.out);
    }
}
