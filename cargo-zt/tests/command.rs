//! The command from outside: what it prints, and its exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use zt_audit::{Chain, CheckpointKey, LogId};

use common::{Ran, cargo_zt, copy, fixture, root};
use tempfile::TempDir;

#[test]
fn explain_prints_the_chapter() {
    let ran = cargo_zt(&root(), &["explain", "zt0103"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.starts_with("ZT0103: a list of scopes is empty\n\nTHE MISTAKE\n"),
        "{}",
        ran.out
    );
    let ran = cargo_zt(&root(), &["explain", "ZT2010", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(page.get("code").unwrap(), "ZT2010");
    let ran = cargo_zt(&root(), &["explain", "ZT2O10"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean ZT2010"), "{}", ran.err);
    assert!(cargo_zt(&root(), &["explain"]).out.lines().count() > 140);
}

#[test]
fn a_built_service_gives_its_manifest() {
    let folder = copy("programs");
    fs::copy(fixture("shop.manifest.json"), folder.join("canned/src/shop.manifest.json")).unwrap();
    let ran = cargo_zt(&folder, &["manifest", "--package", "canned"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out, fs::read_to_string(fixture("shop.manifest.json")).unwrap());
    let ran = cargo_zt(&folder, &["manifest", "--package", "silent"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("it ended without writing its manifest. A service writes"),
        "{}",
        ran.err
    );
    let ran = cargo_zt(&folder, &["manifest"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("say which with `--package`"), "{}", ran.err);
}

#[test]
fn what_could_not_be_checked_is_never_taken_for_clean() {
    let ran = cargo_zt(&root(), &["check", "--package", "no-such-package"]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let ran = cargo_zt(&root(), &["check", "--package", "zt-core"]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let folder = copy("programs");
    let broken = folder.join("silent/src/main.rs");
    let whole = fs::read_to_string(fixture("programs/silent/src/main.rs")).unwrap();
    fs::write(&broken, "fn main( {}").unwrap();
    let ran = cargo_zt(&folder, &["check", "--only", "source"]);
    fs::write(&broken, whole).unwrap();
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("silent/src/main.rs:1:"), "{}", ran.err);
}

/// A shop whose manifest can be changed, with lock and approvals in a folder of its own.
struct Shop {
    folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let shop = Self { folder: tempfile::tempdir().unwrap() };
        shop.changed("", "");
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn changed(&self, from: &str, to: &str) {
        let text = fs::read_to_string(fixture("shop.manifest.json")).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(self.path("manifest.json"), text.replacen(from, to, 1)).unwrap();
    }

    fn run(&self, command: &str, more: &[&str]) -> Ran {
        let (manifest, lock) = (self.path("manifest.json"), self.path("zt.lock"));
        let mut arguments = vec![command, "--package", "quickstart"];
        if !more.contains(&"--today") {
            arguments.extend(["--today", "2026-11-27"]);
        }
        arguments.extend(["--manifest", text(&manifest), "--lock", text(&lock)]);
        if command == "check" {
            arguments.extend(["--only", "permissions"]);
        }
        arguments.extend(more);
        cargo_zt(&root(), &arguments)
    }

    fn approve(&self, printed: &str, who: &str, until: &str) {
        let start = printed.find("[[approved]]").expect(printed);
        let entry = printed.get(start..).unwrap().lines().take(6).map(str::trim_start);
        let entry = entry.collect::<Vec<_>>().join("\n");
        let entry = entry.replace("who = \"\"", &format!("who = \"{who}\""));
        let entry = entry.replace("why = \"\"", "why = \"support cancels on the phone\"");
        let entry = entry.replace("until = \"\"", &format!("until = \"{until}\""));
        fs::write(self.path("zt-approvals.toml"), entry).unwrap();
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

const SCOPES: &str = "\"orders:cancel\"\n";
const ALTERNATIVE: &str = "\"orders:cancel\", \"orders:admin\"\n";

#[test]
fn d03_wider_needs_an_approval_and_locking_is_no_way_around() {
    let shop = Shop::new();
    let ran = shop.run("check", &[]);
    assert!(ran.out.contains("warning[ZT2206]: there is no zt.lock"), "{}{}", ran.out, ran.err);
    assert_eq!(shop.run("lock", &[]).code, Some(0));
    let reviewed = fs::read_to_string(shop.path("zt.lock")).unwrap();
    assert_eq!(shop.run("check", &[]).code, Some(0));

    shop.changed(SCOPES, ALTERNATIVE);
    let ran = shop.run("check", &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let sentence =
        "error[ZT2201]: `POST /orders/{order}/cancel` can now also be called with `orders:admin`";
    assert!(ran.out.contains(sentence), "{}", ran.out);
    let refused = shop.run("lock", &[]);
    assert_eq!(refused.code, Some(1), "{}", refused.out);
    assert_eq!(fs::read_to_string(shop.path("zt.lock")).unwrap(), reviewed);

    shop.approve(&ran.out, "", "2027-01-31");
    assert!(shop.run("check", &[]).out.contains("[ZT2204]"));
    shop.approve(&ran.out, "alice", "2026-11-26");
    assert!(shop.run("check", &[]).out.contains("[ZT2202]"));
    shop.approve(&ran.out, "alice", "2027-01-31");
    let behind = shop.run("check", &[]);
    assert!(behind.code == Some(1) && behind.out.contains("[ZT2205]"), "{}", behind.out);
    let locked = shop.run("lock", &[]);
    assert!(
        locked.out.contains("wider, approved: `POST /orders/{order}/cancel` can now"),
        "{}",
        locked.out
    );
    let ran = shop.run("check", &[]);
    assert!(ran.code == Some(0) && !ran.out.contains("ZT22"), "{}", ran.out);

    // The day comes: what was approved for a while is still there.
    let late = shop.run("check", &["--today", "2027-02-01"]);
    assert!(late.out.contains("what alice approved until 2027-01-31 is still so"), "{}", late.out);
    shop.changed("", "");
    assert!(shop.run("lock", &[]).out.contains("narrower: "));
    let back = fs::read_to_string(shop.path("zt.lock")).unwrap();
    assert_eq!(back, reviewed);
    assert!(shop.run("check", &[]).out.contains("warning[ZT2203]"));
}

#[test]
fn d03_narrower_and_neutral_pass_but_have_to_be_locked() {
    let shop = Shop::new();
    shop.run("lock", &[]);
    shop.changed("\"reason\": \"My orders.\"", "\"reason\": \"All of my orders.\"");
    let ran = shop.run("check", &[]);
    assert!(
        ran.code == Some(1) && ran.out.contains("[ZT2205]") && ran.out.contains("(neutral)"),
        "{}",
        ran.out
    );
    assert_eq!(shop.run("lock", &[]).code, Some(0));
    assert_eq!(shop.run("check", &[]).code, Some(0));
}

#[test]
fn d03_a_lock_that_was_written_by_hand_is_seen_against_the_base() {
    let shop = Shop::new();
    shop.run("lock", &[]);
    let base = shop.path("base.lock");
    fs::rename(shop.path("zt.lock"), &base).unwrap();
    shop.changed(SCOPES, ALTERNATIVE);
    shop.run("lock", &[]);
    assert_eq!(shop.run("check", &[]).code, Some(0));
    let ran = shop.run("check", &["--base", text(&base)]);
    assert!(ran.code == Some(1) && ran.out.contains("[ZT2201]"), "{}", ran.out);
    shop.approve(&ran.out, "alice", "2027-01-31");
    let ran = shop.run("check", &["--base", text(&base)]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let ran = shop.run("check", &["--base", "no-such-file"]);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn d04_the_configuration_is_part_of_it() {
    let shop = Shop::new();
    let config = shop.path("zt.toml");
    fs::write(&config, "issuer = \"https://id.example\"\n").unwrap();
    let with_config = ["--config", text(&config)];
    shop.run("lock", &with_config);
    fs::write(&config, "issuer = \"https://elsewhere.example\"\ntoken_life = \"24h\"\n").unwrap();
    let ran = shop.run("check", &with_config);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("tokens may live for 24h; it was 1h"), "{}", ran.out);
    assert!(
        ran.out.contains("tokens of the issuer `https://elsewhere.example` count now"),
        "{}",
        ran.out
    );
}

#[test]
fn findings_of_the_manifest() {
    let shop = Shop::new();
    shop.run("lock", &[]);
    shop.changed(
        "\"owner\": \"team-shop\",\n          \"until\": \"2027-06-30\"",
        "\"owner\": null,\n          \"until\": \"2026-06-30\"",
    );
    let ran = shop.run("check", &["--most-scopes", "1"]);
    assert_eq!(ran.code, Some(1));
    for code in ["error[ZT2101]", "error[ZT2102]", "note[ZT2103]", "warning[ZT2104]"] {
        assert!(ran.out.contains(code), "{code} in {}", ran.out);
    }
    for format in ["json", "sarif"] {
        let ran = shop.run("check", &["--format", format]);
        assert_eq!(ran.code, Some(1));
        assert!(serde_json::from_str::<serde_json::Value>(&ran.out).is_ok(), "{}", ran.out);
    }
    assert!(shop.run("check", &["--format", "github"]).out.starts_with("::"));
    let warned = shop.run("check", &["--deny-warnings", "--most-scopes", "1"]);
    assert_eq!(warned.code, Some(1));
}

#[test]
fn d09_zt2302_a_stage_that_is_asked_for_is_reached_or_the_check_fails() {
    let shop = Shop::new();
    shop.run("lock", &[]);
    assert_eq!(shop.run("check", &["--min-stage", "traditional"]).code, Some(0));
    let ran = shop.run("check", &["--min-stage", "initial"]);
    assert!(ran.code == Some(1) && ran.out.contains("error[ZT2302]"), "{}{}", ran.out, ran.err);

    // A service that asks nobody who it is, though no endpoint of it is below.
    let text = fs::read_to_string(fixture("shop.manifest.json")).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    for endpoint in manifest["endpoints"].as_array_mut().unwrap() {
        endpoint["stage"] = serde_json::json!({ "stage": "optimal", "held_back_by": null });
    }
    fs::write(shop.path("manifest.json"), manifest.to_string()).unwrap();
    assert_eq!(shop.run("check", &["--min-stage", "traditional"]).code, Some(0));
    let ran = shop.run("check", &["--min-stage", "initial"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let sentence = "error[ZT2302]: `Shop` reaches stage `traditional`, and `initial` is asked for";
    assert!(ran.out.contains(sentence), "{}", ran.out);
}

#[test]
fn d09_a_stage_that_nobody_could_judge_is_never_taken_for_reached() {
    let asked = ["--min-stage", "initial"];
    for only in ["source", "lints", "source,lints"] {
        let check = ["check", "--package", "quickstart", "--only", only];
        let ran = cargo_zt(&root(), &[check.as_slice(), &asked].concat());
        assert_eq!(ran.code, Some(2), "{only}: {}", ran.out);
        assert!(ran.err.contains("`--min-stage` is about the contracts"), "{}", ran.err);
    }
    let folder = copy("programs");
    let check = ["check", "--package", "silent", "--only", "permissions"];
    assert_eq!(cargo_zt(&folder, &check).code, Some(0));
    let ran = cargo_zt(&folder, &[check.as_slice(), &asked].concat());
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("no service is here that has any"), "{}", ran.err);
}

/// An audit log of nine lines, under a key that the command made.
struct AuditLog {
    folder: TempDir,
    public: String,
    lines: Vec<String>,
}

impl AuditLog {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ran = cargo_zt(folder.path(), &["audit", "key", "audit.key"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let secret = fs::read_to_string(folder.path().join("audit.key")).unwrap();
        let key = CheckpointKey::parse(secret.trim_end()).unwrap();
        let (mut chain, first) = Chain::begin(LogId::new([1; 16]), Some(8), "now".into()).unwrap();
        let mut lines = vec![first];
        let mut anchor = String::new();
        for number in 0..8 {
            lines.push(match number % 4 {
                3 => {
                    let signed = key.sign(&chain.statement("now".into())).unwrap();
                    anchor += &format!("{signed}\n");
                    chain.append_checkpoint(&signed).unwrap()
                }
                _ => {
                    chain.append(&serde_json::json!({"event": "decision", "path": number})).unwrap()
                }
            });
        }
        fs::write(folder.path().join("anchor"), anchor).unwrap();
        let lines = lines.into_iter().map(|line| String::from_utf8(line).unwrap()).collect();
        Self { folder, public: ran.out.trim_end().to_owned(), lines }
    }

    fn verify(&self, lines: &[String], more: &[&str]) -> Ran {
        fs::write(self.folder.path().join("log"), lines.concat()).unwrap();
        let all = [&["audit", "verify", "log", "--key", &self.public], more].concat();
        cargo_zt(self.folder.path(), &all)
    }
}

// L-02, L-09, X26: offline, by whoever has the public key.
#[test]
fn l09_an_auditor_verifies_a_log_with_nothing_but_its_public_key() {
    let log = AuditLog::new();
    let ran = log.verify(&log.lines, &["--anchor", "anchor"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.starts_with("whole\nlog 0101") && ran.out.contains("anchored: records up to 7"),
        "{}",
        ran.out
    );
    let cut = &log.lines[..7];
    let ran = log.verify(cut, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(
        ran.out.contains("not anchored") && ran.out.contains("the last 2 lines"),
        "{}",
        ran.out
    );
    let ran = log.verify(cut, &["--anchor", "anchor"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("log:7: record 6: the anchor has a checkpoint"), "{}", ran.out);

    let mut changed = log.lines.clone();
    changed[2] = changed[2].replace("\"path\":1", "\"path\":9");
    let ran = log.verify(&changed, &["--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&told["broken"]["fault"], &told["broken"]["line"]), (&"altered".into(), &3.into()));
    assert_eq!((&told["broken"]["seq"], &told["whole"]), (&2.into(), &false.into()));
}

#[test]
fn l09_what_could_not_be_verified_is_neither_whole_nor_broken() {
    let log = AuditLog::new();
    let run = |arguments: &[&str]| cargo_zt(log.folder.path(), arguments);
    let secret = fs::read_to_string(log.folder.path().join("audit.key")).unwrap();
    for (arguments, told) in [
        (&["audit", "verify", "log"][..], "--key"),
        (&["audit", "verify", "nothing", "--key", &log.public], "nothing: No such file"),
        (&["audit", "verify", ".", "--key", &log.public], ".: is a directory"),
        (&["audit", "verify", "log", "--key", "k4.public.x"], "is no PASERK public key"),
        (&["audit", "verify", "log", "--key", secret.trim_end()], "was given a secret key"),
        (&["audit", "key", "audit.key"], "audit.key: File exists"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        assert!(ran.err.contains(told) && !ran.err.contains(secret.trim_end()), "{}", ran.err);
    }
    assert_eq!(secret, fs::read_to_string(log.folder.path().join("audit.key")).unwrap());
}

// X25: whatever a caller sent, a terminal prints it and doesn't obey it.
#[test]
fn l01_what_a_token_touched_is_told_in_one_place() {
    let folder = tempfile::tempdir().unwrap();
    // SHA-256 of `abc` begins so.
    let lines = [
        r#"{"seq":1,"event":"decision","outcome":"allow","endpoint":"get","path":"/o/7","token":"ba7816bf8f01cfea","subject":{"name":"alice"},"peer":"192.0.2.1","trace":"t1","objects":[{"type":"Order","id":"7"}]}"#,
        r#"{"seq":2,"event":"decision","outcome":"deny","endpoint":"list","path":"/\u001b[2J","token":"other","subject":{"name":"alice"},"peer":"192.0.2.9","trace":"t2"}"#,
        r#"{"seq":3,"event":"token_revoked","issuer":"i","token":"ba7816bf8f01cfea"}"#,
    ];
    fs::write(folder.path().join("log"), lines.join("\n") + "\n").unwrap();
    let run = |arguments: &[&str]| {
        cargo_zt(folder.path(), &[&["audit", "trace", "log"], arguments].concat())
    };
    for id in ["abc", "ba7816bf8f01cfea"] {
        let ran = run(&["--token", id]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(ran.out.lines().count(), 6, "{}", ran.out);
        assert!(
            ran.out.contains("decision allow /o/7 192.0.2.1 Order 7\ntoken_revoked\n"),
            "{}",
            ran.out
        );
        assert!(
            ran.out.contains("endpoints: get\nobjects: Order 7\naddresses: 192.0.2.1\n"),
            "{}",
            ran.out
        );
    }
    let ran = run(&["--subject", "alice"]);
    assert!(ran.out.contains("/\\u{1b}[2J") && !ran.out.contains('\u{1b}'), "{}", ran.out);
    assert!(ran.out.contains("tokens: ba7816bf8f01cfea, other"), "{}", ran.out);
    let ran = run(&["--request", "t2", "--format", "json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&told["records"][0]["seq"], &told["touched"]["endpoints"][0]),
        (&2.into(), &"list".into())
    );
    assert_eq!(run(&[]).code, Some(2));
    assert_eq!(run(&["--token", "a", "--subject", "b"]).code, Some(2));
    fs::write(folder.path().join("log"), "{").unwrap();
    let ran = run(&["--token", "a"]);
    assert!(ran.code == Some(2) && ran.err.contains("log:1: it is no record"), "{}", ran.err);
}
