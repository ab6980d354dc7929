//! `cargo zt init --assess`: where a project stands that isn't on zt, and what to do first.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::fs;

use common::{cargo_zt, copy, root};
use serde_json::Value;

fn assessment(folder: &std::path::Path, arguments: &[&str]) -> Value {
    let ran = cargo_zt(folder, &[&["init", "--assess", "--format", "json"], arguments].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str::<Value>(&ran.out).unwrap()["assessment"].clone()
}

fn routes(assessment: &Value) -> Vec<String> {
    let route = |it: &Value| {
        let text = |key: &str| it[key].as_str().unwrap_or("-").to_owned();
        let seen = it["seen"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
        let seen = seen.collect::<Vec<_>>().join(" ");
        format!("{} {} {}:{} {seen}", text("method"), text("path"), text("file"), it["line"])
    };
    assessment["routes"].as_array().unwrap().iter().map(route).collect()
}

fn holds(assessment: &Value, id: &str) -> String {
    let all = assessment["criteria"].as_array().unwrap();
    all.iter().find(|it| it["id"] == id).unwrap()["holds"].as_str().unwrap().to_owned()
}

#[test]
fn mm_the_first_step_of_the_example_is_below_traditional() {
    let assessment = assessment(&root(), &["--package", "helpdesk-step0"]);
    assert_eq!(assessment["stage"], "below traditional");
    let file = "examples/existing-actix-app/step0/src/old.rs";
    let routes = routes(&assessment);
    assert_eq!(routes.len(), 6, "{routes:#?}");
    assert!(routes[0].starts_with(&format!("GET /articles/{{name}} {file}:")), "{routes:#?}");
    assert!(
        routes.iter().any(|it| it.starts_with("POST /tickets ") && it.ends_with(" HttpRequest"))
    );
    for (id, expected) in
        [("T1", "unmet"), ("T3", "met"), ("T4", "unknown"), ("I3", "unmet"), ("I9", "unmet")]
    {
        assert_eq!(holds(&assessment, id), expected, "{id}");
    }
    assert_eq!(assessment["criteria"].as_array().unwrap().len(), 37);
    let first = assessment["first"][1].as_str().unwrap();
    for path in ["/articles", "/health", "/reports", "/tickets"] {
        assert!(first.contains(&format!("legacy(\"{path}\", why = ")), "{first}");
    }
}

#[test]
fn mm_what_only_looks_like_a_guard_is_told_and_counts_for_nothing() {
    let folder = copy("plain");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let assessment = assessment(&folder, &[]);
    assert_eq!(
        routes(&assessment),
        [
            "DELETE /admin/erase src/admin.rs:8 .guard(guard::Header) .wrap(HttpAuthentication::basic) .wrap(Logger::default)",
            "GET /forgotten src/main.rs:22 HttpRequest",
            "ANY /health src/main.rs:38 .wrap(Logger::default)",
            "POST /orders src/main.rs:13 .wrap(Logger::default)",
            "GET /orders/{id} src/main.rs:8 .wrap(Logger::default) BearerAuth",
        ]
    );
    for (id, expected) in [
        ("T1", "unmet"),
        ("T2", "unknown"),
        ("T3", "unmet"),
        ("T5", "unknown"),
        ("T6", "unmet"),
        ("I1", "unknown"),
        ("I4", "unmet"),
        ("A1", "unknown"),
        ("O10", "unknown"),
    ] {
        assert_eq!(holds(&assessment, id), expected, "{id}");
    }
    let ran = cargo_zt(&folder, &["init", "--assess"]);
    assert!(
        ran.out.starts_with("plain: stage below traditional\n\n5 routes of actix"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("what to do first\n  1. add `zt-runtime` with the feature `actix`"),
        "{}",
        ran.out
    );
}

#[test]
fn mm_what_moved_counts_as_moved() {
    let step2 = assessment(&root(), &["--package", "helpdesk-step2"]);
    assert_eq!((step2["endpoints"].as_u64(), routes(&step2).len()), (Some(4), 2), "{step2}");
    assert_eq!(holds(&step2, "T1"), "unmet");
}

#[test]
fn init_says_what_it_does_not_do() {
    let ran = cargo_zt(&root(), &["init"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`cargo zt init` doesn't change a project yet"), "{}", ran.err);
    let ran = cargo_zt(&root(), &["init", "--assess", "--package", "zt-core"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("depends on actix-web: there is nothing to assess"), "{}", ran.err);
}

#[test]
fn init_takes_what_it_heeds_and_nothing_else() {
    let elsewhere = std::env::temp_dir();
    let manifest = root().join("Cargo.toml");
    let whose = ["--manifest-path", manifest.to_str().unwrap(), "-p", "helpdesk-step0"];
    assert_eq!(routes(&assessment(&elsewhere, &whose)).len(), 6);
    for flag in
        ["--release", "--all-features", "--features=x", "--bin=x", "--profile=x", "--manifest=x"]
    {
        let ran = cargo_zt(&root(), &["init", "--assess", "--package", "helpdesk-step0", flag]);
        assert_eq!(ran.code, Some(2), "{flag}: {}", ran.out);
        assert!(ran.err.contains("unexpected argument"), "{flag}: {}", ran.err);
    }
}
