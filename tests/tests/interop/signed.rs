//! The book's clients that sign their requests, run as they stand there.

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::fixture::issuer::claims;
use crate::fixture::ledger::Real;

fn listing(language: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/src/signed-requests.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once(&format!("\n```{language}\n")).expect("the listing");
    rest.split("\n```").next().unwrap().to_owned()
}

fn openssl(folder: &Path, arguments: &str) -> Vec<u8> {
    let mut openssl = Command::new("openssl");
    let output = openssl.args(arguments.split(' ')).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn s11_signing_in_javascript_and_python() {
    let real = Real::start();
    let folder = tempfile::tempdir().unwrap();
    openssl(folder.path(), "genpkey -algorithm ed25519 -out client.key");
    // RFC 8410: the key's 32 bytes are the last.
    let der = openssl(folder.path(), "pkey -in client.key -pubout -outform DER");
    let x = URL_SAFE_NO_PAD.encode(&der[der.len() - 32..]);
    let mut claims = claims("entries:read entries:write");
    claims["cnf"] = json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": x } });
    let (mut javascript, mut python) = (Command::new("node"), Command::new("python3"));
    javascript.args(["--input-type=module", "--eval", &listing("javascript")]);
    python.args(["-c", &listing("python")]);
    for program in [&mut javascript, &mut python] {
        let output = program
            .current_dir(folder.path())
            .env("API", format!("http://{}", real.address))
            .env("TOKEN", real.issuer.sign(&claims))
            .env("no_proxy", "127.0.0.1")
            .output()
            .expect("the program starts");
        let out = String::from_utf8_lossy(&output.stdout);
        let statuses: Vec<_> = out.split_whitespace().collect();
        assert_eq!(statuses, ["204", "204"], "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!((real.runs.of("add"), real.runs.of("list")), (2, 2));
}
