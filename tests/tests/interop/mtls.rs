//! Tokens that are bound to a client certificate (RFC 8705), over the service's own TLS.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use super::desk::Desk;
use super::issuer::Issuer;
use super::node;

fn certificate(name: &str) -> String {
    let file: PathBuf = node::folder().join("tls").join(name);
    file.to_str().expect("a path that is text").to_owned()
}

/// The service, and where it speaks TLS.
pub(super) fn start(issuer: &Issuer) -> (Desk, SocketAddr) {
    start_with(issuer, &[])
}

fn start_with(issuer: &Issuer, more: &[(&str, &str)]) -> (Desk, SocketAddr) {
    let (cert, key, ca) = (certificate("rs.pem"), certificate("rs.key"), certificate("ca.pem"));
    let usual = [
        ("ZT_TLS_LISTEN", "127.0.0.1:0"),
        ("ZT_TLS_CERT", cert.as_str()),
        ("ZT_TLS_KEY", &key),
        ("ZT_TLS_CLIENT_CA", &ca),
    ];
    let desk = Desk::start_with(issuer, &[&usual, more].concat());
    let tls = desk.tls.expect("an address");
    (desk, tls)
}

/// What curl reads at `/read` with a bearer token; `None` if there is no connection.
fn read(tls: SocketAddr, client: Option<&str>, token: &str) -> Option<u16> {
    let (status, _) = fetch(tls, client, &[format!("authorization: Bearer {token}")])?;
    Some(status)
}

/// Status and head of the answer at `/read`; `None` if there is no connection.
pub(super) fn fetch(
    tls: SocketAddr,
    client: Option<&str>,
    headers: &[String],
) -> Option<(u16, String)> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--noproxy", "*", "--include", "--cacert", &certificate("ca.pem")]);
    for header in headers {
        curl.args(["--header", header]);
    }
    if let Some(client) = client {
        curl.args(["--cert", &certificate(&format!("{client}.pem"))]);
        curl.args(["--key", &certificate(&format!("{client}.key"))]);
    }
    let output = curl.arg(format!("https://{tls}/read")).output().expect("curl starts");
    let head = String::from_utf8(output.stdout).expect("text");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.filter(|_| output.status.success()).map(|status| (status, head))
}

#[test]
fn s07_a_token_counts_with_its_certificate_only() {
    let issuer = Issuer::start();
    let (desk, tls) = start(&issuer);
    let token = issuer.token(&["--mtls", "client", "--scope", "read"]);
    assert!(token.0["payload"]["cnf"]["x5t#S256"].is_string(), "{token:?}");
    assert_eq!(read(tls, Some("client"), token.text()), Some(200));
    assert_eq!(read(tls, Some("other"), token.text()), Some(401));
    assert_eq!(read(tls, None, token.text()), Some(401));
    assert_ne!(read(tls, Some("rogue"), token.text()), Some(200));
    assert_eq!(desk.read(&token).status, 401, "without TLS there is no certificate");
}

#[test]
fn s07_a_token_that_is_not_bound_needs_no_certificate() {
    let issuer = Issuer::start();
    let (desk, tls) = start(&issuer);
    let token = issuer.token_of("svc-es256", "read");
    assert_eq!(read(tls, None, token.text()), Some(200));
    assert_eq!(read(tls, Some("client"), token.text()), Some(200));
    assert_eq!(desk.read(&token).status, 200);
}

// S-08: a certificate that a foreign program made, as the only credential.
#[test]
fn s08_a_listed_workload_needs_no_token() {
    let issuer = Issuer::start();
    let listed = [
        ("ZT_WORKLOADS_CLIENT_ID", "spiffe://example.test/client"),
        ("ZT_WORKLOADS_CLIENT_SCOPES", "read"),
    ];
    let (desk, tls) = start_with(&issuer, &listed);
    let status = |client| fetch(tls, client, &[]).map(|(status, _)| status);
    assert_eq!(status(Some("client")), Some(200));
    assert_eq!(status(Some("other")), Some(401));
    assert_eq!(status(None), Some(401));
    assert_ne!(status(Some("rogue")), Some(200));
    let subject = &desk.audit()[0]["subject"];
    assert_eq!(subject["issuer"], "spiffe://example.test");
    assert_eq!(subject["kind"], "workload");
    let bad = ["authorization: Bearer nonsense".to_owned()];
    assert_eq!(fetch(tls, Some("client"), &bad).map(|(status, _)| status), Some(401));
}

#[test]
fn x11_a_header_is_no_certificate() {
    let issuer = Issuer::start();
    let (desk, _) = start(&issuer);
    let token = issuer.token(&["--mtls", "client", "--scope", "read"]);
    let pem = std::fs::read_to_string(certificate("client.pem")).unwrap();
    let line: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for name in ["x-forwarded-client-cert", "x-ssl-client-cert", "client-cert", "x-client-cert"] {
        let request = super::http::Request::new("GET", "/read").header(name, &format!(":{line}:"));
        let request = request.header("authorization", &format!("Bearer {}", token.text()));
        assert_eq!(request.send(desk.address).status, 401, "{name}");
    }
}
