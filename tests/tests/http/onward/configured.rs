//! The service as it runs for real: where the others are stands in its configuration.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use super::*;
use crate::fixture::wire::exchange;

/// A configuration with both services, and a file for the secret.
fn configuration(folder: &Path, world: &World, more: &str) -> std::path::PathBuf {
    use std::os::unix::fs::OpenOptionsExt as _;
    let secret = folder.join("secret");
    let mut options = std::fs::OpenOptions::new();
    let mut file =
        options.write(true).create(true).truncate(true).mode(0o600).open(&secret).unwrap();
    std::io::Write::write_all(&mut file, b"canary-secret\n").unwrap();
    let table = |name: &str, url: &str| {
        format!(
            "[onward.{name}]\nurl = {url:?}\ntoken_endpoint = {:?}\naudience = \"https://{name}.example\"\n\
             scope = \"{name}:call\"\nclient = \"desk\"\nclient_secret = {secret:?}\n",
            world.issuer.url("/token")
        )
    };
    let file = folder.join("zt.toml");
    let text = format!(
        "profile = \"development\"\nlisten = \"127.0.0.1:0\"\nstate = {:?}\naudit = {:?}\n{}{}{more}",
        folder.join("state"),
        folder.join("audit.jsonl"),
        table("payments", &world.payments.url("/v1")),
        table("post-office", &world.post.url("")),
    );
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn a11_audience_scope_and_client_are_those_of_the_configuration() {
    let (folder, world) = (tempfile::tempdir().unwrap(), World::new());
    let file = configuration(folder.path(), &world, "");
    let (said, heard) = mpsc::channel();
    thread::spawn(move || {
        block_on(async {
            let app = Desk::from_config_file(file).unwrap();
            let token =
                app.development().unwrap().token_for("alice").holding::<OrdersRefund>().issue();
            let server = app.bind().unwrap();
            said.send((server.address(), token.unwrap())).unwrap();
            server.serve().await.unwrap();
        });
    });
    let (address, token) = heard.recv_timeout(Duration::from_secs(60)).unwrap();
    let body = r#"{"segment":"1"}"#;
    let request = format!(
        "POST /refund HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(address, request).unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"number":17}"#));
    let asked = world.issuer.asked().remove(0);
    let form = asked.form();
    let value = |name: &str| form.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!(value("subject_token"), token);
    assert_eq!(
        (value("audience"), value("scope")),
        ("https://payments.example".to_owned(), "payments:call".to_owned())
    );
    // `desk:canary-secret`.
    assert_eq!(asked.header("authorization"), Some("Basic ZGVzazpjYW5hcnktc2VjcmV0"));
    assert_eq!(world.payments.asked()[0].line(), "POST /v1/refunds/1 HTTP/1.1");
}

#[test]
fn a11_a_table_that_no_endpoint_uses_stops_the_start() {
    let (folder, world) = (tempfile::tempdir().unwrap(), World::new());
    let here = world.post.url("");
    let secret = folder.path().join("secret");
    let more = format!(
        "[onward.bank]\nurl = {here:?}\ntoken_endpoint = {here:?}\naudience = \"a\"\nscope = \"a\"\nclient = \"a\"\n\
         client_secret = {secret:?}\n"
    );
    let file = configuration(folder.path(), &world, &more);
    let said = Desk::from_config_file(file).unwrap().bind().unwrap_err().to_string();
    assert!(said.contains("[onward.bank]") && said.contains("1 fault"), "{said}");
    assert!(!said.contains("canary"), "{said}");
}
