//! What has one reading passes; everything else has its refusal.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::net::{IpAddr, Ipv4Addr};

use super::*;

fn incoming(path: &str, headers: &[(&str, &str)]) -> Incoming {
    let mut all = Headers::default();
    for (name, value) in headers {
        all.add(name, *value);
    }
    Incoming {
        method: "GET".to_owned(),
        path: path.into(),
        query: String::new(),
        header_bytes: all.bytes(),
        headers: Box::new(all),
        body: None,
        may_upgrade: false,
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        over_tls: false,
        peer_certificate: None,
    }
}

fn edge() -> Edge {
    let hosts = Hosts::of_listener(Ipv4Addr::LOCALHOST.into());
    Edge { hosts, proxies: None, address_proxies: None, origins: std::sync::Arc::default() }
}

fn fault(incoming: Incoming) -> Refusal {
    Edged::check(incoming, &edge()).err().unwrap()
}

#[test]
fn one_reading_passes() {
    let edged = Edged::check(
        incoming("/a/b%20c", &[("Host", "localhost"), ("content-length", "0")]),
        &edge(),
    )
    .unwrap();
    assert_eq!((edged.method(), edged.path(), edged.query()), ("GET", "/a/b%20c", ""));
}

// A-06, X13, X14.
#[test]
fn a06_a_path_with_two_readings_is_ambiguous() {
    for path in [
        "",
        "x",
        "//",
        "/a/",
        "/a//b",
        "/a/../b",
        "/%2e%2e/b",
        "/a;x",
        "/a%2fb",
        "/a%5cb",
        "/a\\b",
        "/a%00",
        "/a#b",
        "http://evil/a",
        "*",
        "/a%",
        "/a%20%0a",
        "/%C0%AF",
        "/a%2561",
        "/%61",
    ] {
        assert!(matches!(fault(incoming(path, &[])), Refusal::AmbiguousPath(_)), "{path:?}");
    }
}

// G-13, X17.
#[test]
fn g13_a_decisive_header_comes_once() {
    for name in DECISIVE {
        let twice = fault(incoming("/a", &[(name, "1"), (name, "1")]));
        assert_eq!(twice, Refusal::MalformedRequest("doubled_header"), "{name}");
    }
    let twice =
        fault(incoming("/a", &[("authorization", "Bearer a"), ("Authorization", "Bearer a")]));
    assert_eq!(twice, Refusal::InvalidRequest("two_authorization_headers"));
    let twice = fault(incoming("/a", &[("dpop", "a.b.c"), ("DPoP", "a.b.c")]));
    assert_eq!(twice, Refusal::InvalidRequest("two_dpop_headers"));
    let both = fault(incoming("/a", &[("content-length", "1"), ("transfer-encoding", "chunked")]));
    assert_eq!(both, Refusal::MalformedRequest("two_lengths"));
}

#[test]
fn x17_a_content_length_is_digits() {
    for length in ["", "+1", "-1", "1, 1", "1 1", "0x1", " 1", "99999999999999999999999"] {
        let fault = fault(incoming("/a", &[("content-length", length)]));
        assert_eq!(fault, Refusal::MalformedRequest("content_length_malformed"), "{length:?}");
    }
}

#[test]
fn g06_sizes_are_bounded() {
    let long = format!("/{}", "a".repeat(LONGEST_PATH));
    assert_eq!(fault(incoming(&long, &[])), Refusal::TargetTooLong);
    let query = Incoming { query: "a".repeat(LONGEST_QUERY + 1), ..incoming("/a", &[]) };
    assert_eq!(fault(query), Refusal::TargetTooLong);
    let large = "a".repeat(MOST_HEADER_BYTES);
    assert_eq!(fault(incoming("/a", &[("x", &large)])), Refusal::HeadersTooLarge);
}

// A body whose end another protocol decides has two lengths.
#[test]
fn x23_an_upgrade_to_websocket_is_refused() {
    for protocol in ["websocket", "WebSocket", "h2c, websocket"] {
        let fault = fault(incoming("/a", &[("host", "localhost"), ("upgrade", protocol)]));
        assert_eq!(fault, Refusal::MalformedRequest("upgrade"), "{protocol}");
    }
    let h2c = incoming("/a", &[("host", "localhost"), ("upgrade", "h2c")]);
    assert!(Edged::check(h2c, &edge()).is_ok());
}

#[test]
fn g10_the_host_is_compared() {
    assert_eq!(fault(incoming("/a", &[("host", "evil.example")])), Refusal::Misdirected);
    assert_eq!(fault(incoming("/a", &[])), Refusal::MalformedRequest("host_missing"));
}

// X11: a proxy's words about a certificate are anybody's words.
#[test]
fn s07_x11_no_header_shows_a_certificate() {
    let headers = [
        ("host", "localhost"),
        ("x-forwarded-client-cert", "By=spiffe://a/b;Hash=00;URI=spiffe://shop.example/admin"),
        ("x-ssl-client-verify", "SUCCESS"),
        ("x-ssl-client-s-dn", "CN=admin"),
        ("x-ssl-client-cert", "MIIB"),
        ("ssl-client-cert", "MIIB"),
        ("x-client-cert", "MIIB"),
        ("client-cert", ":MIIB:"),
        ("client-cert-chain", ":MIIB:"),
    ];
    let edged = Edged::check(incoming("/a", &headers), &edge()).unwrap();
    assert_eq!(edged.caller_certificate(), None);
}

#[test]
fn s07_the_certificate_of_the_connection_goes_along() {
    let issued = crate::testing::pki::Ca::new("a CA").client();
    let certificate = PeerCertificate::parse(issued.certificate.der()).unwrap();
    let of_connection = Incoming {
        peer_certificate: Some(Rc::new(certificate.clone())),
        ..incoming("/a", &[("host", "localhost")])
    };
    let edged = Edged::check(of_connection, &edge()).unwrap();
    assert_eq!(edged.caller_certificate(), Some(&certificate));
}
