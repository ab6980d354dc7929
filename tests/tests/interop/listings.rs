//! The book's listings for client authors, run as they stand there.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::desk::Desk;
use super::issuer::{AUDIENCE, Issuer};
use super::{mtls, node};

const PAGE: &str = "dpop.md";

/// The first listing in this language below a heading of a page.
pub(super) fn listing(page: &str, section: &str, language: &str) -> String {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/src");
    let page = fs::read_to_string(book.join(page)).unwrap();
    let (_, rest) = page.split_once(&format!("\n## {section}\n")).expect("the section");
    let section = rest.split("\n## ").next().unwrap();
    let (_, rest) = section.split_once(&format!("\n```{language}\n")).expect("the listing");
    rest.split("\n```").next().unwrap().to_owned()
}

/// Runs a program with the variables that the page names; its last line is status and body, or the other way round.
#[track_caller]
fn answers(program: &mut Command, issuer: &str, client: &str, api: &str) {
    let output = program
        .env("ISSUER", issuer)
        .env("CLIENT", client)
        .env("SECRET", format!("{client}-secret-0123456789abcdef0123456789"))
        .env("AUDIENCE", AUDIENCE)
        .env("API", api)
        .env("no_proxy", "127.0.0.1")
        .output()
        .expect("the program starts");
    let out = String::from_utf8_lossy(&output.stdout);
    let ok = output.status.success() && out.contains("200") && out.contains(r#"{"rung":0}"#);
    assert!(ok, "{out}{}", String::from_utf8_lossy(&output.stderr));
}

fn javascript(section: &str) -> Command {
    let mut node = node::command();
    node.args(["--input-type=module", "--eval", &listing(PAGE, section, "javascript")]);
    node
}

fn python(section: &str) -> Command {
    let mut python = Command::new("python3");
    python.args(["-c", &listing(PAGE, section, "python")]);
    python
}

fn in_folder_of_certificates(mut program: Command) -> Command {
    program.current_dir(node::folder().join("tls"));
    program
}

#[test]
fn s02_dpop_in_javascript_and_python() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    for mut program in [javascript("DPoP"), python("DPoP")] {
        answers(&mut program, &issuer.name(), "svc-dpop-only", &desk.url(""));
    }
}

#[test]
fn s07_mtls_with_curl_and_in_javascript_and_python() {
    let issuer = Issuer::start();
    let (_desk, tls) = mtls::start(&issuer);
    let mut curl = Command::new("bash");
    curl.args(["-euo", "pipefail", "-c", &listing(PAGE, "mTLS", "console")]);
    for program in [curl, javascript("mTLS"), python("mTLS")] {
        let mut program = in_folder_of_certificates(program);
        answers(&mut program, &issuer.tls(), "svc-mtls", &format!("https://{tls}"));
    }
}
