//! Certificates as the credential, from the handshake to the answer.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::tls::{Setup, connect};
use crate::config::Bounds;
use crate::serve::Parts;
use crate::testing::TestApp;
use crate::testing::fixture::{Calls, Shop};
use crate::testing::pki::{Ca, Issued, client_named, dns, uri};

const BILLING: &str = "spiffe://shop.example/billing";
const GATEWAY: &str = "spiffe://shop.example/gateway";

fn shop(setup: &Setup) -> TestApp<Shop> {
    let workloads = [(BILLING, "things:read"), ("reports.shop.example", "things:read")];
    let clients = setup.ca.clients_listing(&workloads, &[GATEWAY]);
    let change = |parts: Parts| parts.taking_certificates(Some(clients));
    TestApp::configured(Vec::new(), change, Bounds::loopback()).data(Calls::default())
}

fn request(headers: &str) -> String {
    format!("GET /things/7 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n")
}

fn field(issued: &Issued) -> String {
    format!("client-cert: :{}:\r\n", STANDARD.encode(issued.certificate.der()))
}

fn status(answer: &str) -> Option<u16> {
    answer.get(9..12)?.parse().ok()
}

/// `None` if there is no connection.
fn over_tls(
    setup: &Setup,
    server: std::net::SocketAddr,
    shown: Option<&Issued>,
    headers: &str,
) -> Option<u16> {
    let mut stream = connect(server, &Arc::new(setup.client(shown)));
    stream.write_all(request(headers).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    status(&answer)
}

#[test]
fn s08_x11_a_certificate_that_was_proved_is_the_credential() {
    let setup = Setup::new();
    let shop = shop(&setup);
    let server = shop.serve_with(setup.tls(true));
    let send = |shown: Option<&Issued>| over_tls(&setup, server.address(), shown, "");
    for name in [uri(BILLING), dns("reports.shop.example")] {
        assert_eq!(send(Some(&setup.ca.client_named(name))), Some(200));
    }
    for name in [uri("spiffe://shop.example/web"), dns("web.shop.example"), uri(GATEWAY)] {
        assert_eq!(send(Some(&setup.ca.client_named(name))), Some(401));
    }
    assert_eq!(send(None), Some(401));
    let mut expired = client_named(uri(BILLING));
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let mut for_servers = client_named(uri(BILLING));
    for_servers.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let rogue = Ca::new("a CA");
    for issued in
        [setup.ca.issue(&expired), setup.ca.issue(&for_servers), rogue.client_named(uri(BILLING))]
    {
        assert_eq!(send(Some(&issued)), None);
    }
}

// X11: the same line, from whoever can send it.
#[test]
fn s07_x11_a_header_counts_on_the_connection_of_a_listed_proxy_only() {
    let setup = Setup::new();
    let shop = shop(&setup);
    let (server, plain) = (shop.serve_with(setup.tls(true)), shop.serve());
    let header = field(&setup.ca.client_named(uri(BILLING)));
    let send = |shown: Option<&Issued>| over_tls(&setup, server.address(), shown, &header);
    assert_eq!(send(Some(&setup.ca.client_named(uri(GATEWAY)))), Some(200));
    assert_eq!(send(Some(&setup.ca.client_named(uri("spiffe://shop.example/web")))), Some(401));
    assert_eq!(send(Some(&Ca::new("a CA").client_named(uri(GATEWAY)))), None);
    assert_eq!(send(None), Some(401));
    let mut stream = TcpStream::connect(plain.address()).unwrap();
    stream.write_all(request(&header).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), Some(401));
    assert_eq!(super::reasons(&shop), ["ok", "no_credential", "no_credential", "no_credential"]);
}
