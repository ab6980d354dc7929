//! Who is told hears it, also the second time, and in a form that others read (RFC 8417, RFC 8935).

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;

use super::*;
use crate::outbound::SafeUrl;
use crate::watch::alerts::{Alerts, AlertsConfig};
use crate::watch::event::EventKey;

/// A server that answers with these statuses in turn, and hands on what was asked.
fn server(statuses: &'static [u16]) -> (SafeUrl, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    let (sender, asked) = channel();
    thread::spawn(move || {
        for status in statuses {
            let (mut connection, _) = listener.accept().unwrap();
            let whole = read_request(&mut connection);
            let answer =
                format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            connection.write_all(answer.as_bytes()).unwrap();
            sender.send(whole).unwrap();
        }
    });
    (SafeUrl::parse(&url).unwrap(), asked)
}

fn read_request(connection: &mut std::net::TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let mut some = [0; 4096];
        let read = connection.read(&mut some).unwrap();
        bytes.extend_from_slice(&some[..read]);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() == length.unwrap().parse::<usize>().unwrap() {
            return (head, body.to_owned());
        }
    }
}

fn telling(url: SafeUrl, key: Option<EventKey>, config: WatchConfig) -> TestApp<Board> {
    let change = move |parts: crate::serve::Parts| {
        let told = AlertsConfig { url, key, issuer: "https://api.example".to_owned() };
        let pause = Duration::from_millis(10);
        let alerts = Alerts::start_with(told, None, parts.clock(), pause).unwrap();
        parts.watched(&config, Some(alerts)).unwrap()
    };
    let board = TestApp::configured(Vec::new(), change, Bounds::loopback());
    let (alice, bob) = (board.person("alice"), board.person("bob"));
    board.data(Notes::of(alice, bob))
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn l07_an_alert_is_sent_again_until_it_is_taken() {
    let (url, asked) = server(&[503, 500, 202]);
    let board = telling(url.clone(), None, WatchConfig::default());
    ask(&board.anonymous().from(peer(9)), ["/admin/backup".to_owned()]);
    let all: Vec<_> = (0..3).map(|_| asked.recv_timeout(LONG).unwrap()).collect();
    assert!(all[0].0.contains("content-type: application/json"), "{}", all[0].0);
    assert!(
        all.iter().all(|(_, body)| *body == all[0].1),
        "one and the same, so that it counts once"
    );
    let event: Value = serde_json::from_str(&all[0].1).unwrap();
    assert_eq!(
        (&event["iss"], &event["aud"]),
        (&"https://api.example".into(), &url.as_str().into())
    );
    assert_eq!(event["sub_id"], serde_json::json!({ "format": "opaque", "id": "198.51.100.9/32" }));
    let finding = &event["events"]["urn:zt:event:finding"]["finding"];
    assert_eq!((&finding["detection"], &finding["event"]), (&"decoy".into(), &"finding".into()));
    assert_eq!(event["txn"], only_finding(&board)["trace"]);
}

// Also where the one that would have said so is lost itself.
#[test]
fn l07_what_nobody_took_is_said_by_the_next_one_that_is_taken() {
    const STATUSES: [u16; 32] = {
        let (mut statuses, mut number) = ([202; 32], 0);
        while number < 12 {
            statuses[number] = 500;
            number += 1;
        }
        statuses
    };
    let (url, asked) = server(&STATUSES);
    let board = telling(url, None, WatchConfig::default());
    let touched = |last| ask(&board.anonymous().from(peer(last)), ["/admin/backup".to_owned()]);
    for last in [1, 2] {
        touched(last);
        (0..6).for_each(|_| drop(asked.recv_timeout(LONG).unwrap()));
        // The sixth answer is read before it counts as lost.
        thread::sleep(Duration::from_millis(300));
    }
    let said = (3..23).map(|last| {
        touched(last);
        let event: Value = serde_json::from_str(&asked.recv_timeout(LONG).unwrap().1).unwrap();
        event["lost"].as_u64().unwrap_or(0)
    });
    let mut sum = 0;
    assert!(said.into_iter().any(|lost| {
        sum += lost;
        sum == 2
    }));
}

#[test]
fn l07_a_key_signs_what_is_told_of_a_caller() {
    for (algorithm, kind) in [
        (Algorithm::EdDSA, &rcgen::PKCS_ED25519),
        (Algorithm::ES256, &rcgen::PKCS_ECDSA_P256_SHA256),
    ] {
        let pair = rcgen::KeyPair::generate_for(kind).unwrap();
        let der = PrivateKeyDer::from_pem_slice(pair.serialize_pem().as_bytes()).unwrap();
        let key = EventKey::read(&der).unwrap();
        assert!(!format!("{key:?}").contains("secret"));
        for (reaction, event) in
            [(Reaction::Throttle, "risk-level-change"), (Reaction::Revoke, "session-revoked")]
        {
            let (url, asked) = server(&[202]);
            let config = config(Detection::ScopeProbing, 2, &[reaction]);
            let board = telling(url.clone(), Some(key.clone()), config);
            ask(&reader(&board, "mallory"), ["/count", "/count/rest"].map(str::to_owned));
            let (head, body) = asked.recv_timeout(LONG).unwrap();
            assert!(head.contains("content-type: application/secevent+jwt"), "{head}");
            let public = pair.public_key_pem();
            let public = match algorithm {
                Algorithm::EdDSA => DecodingKey::from_ed_pem(public.as_bytes()),
                _ => DecodingKey::from_ec_pem(public.as_bytes()),
            };
            let mut expected = Validation::new(algorithm);
            expected.set_audience(&[url.as_str()]);
            expected.required_spec_claims.clear();
            let decoded =
                jsonwebtoken::decode::<Value>(&body, &public.unwrap(), &expected).unwrap();
            assert_eq!(decoded.header.typ.as_deref(), Some("secevent+jwt"));
            assert!(decoded.header.kid.is_some());
            let claims = decoded.claims;
            assert_eq!(
                (&claims["sub_id"]["format"], &claims["sub_id"]["sub"]),
                (&"iss_sub".into(), &"mallory".into())
            );
            assert_eq!(claims.get("sub"), None, "RFC 8417 §2.2: no access token either");
            let said = format!("https://schemas.openid.net/secevent/caep/event-type/{event}");
            assert_eq!(claims["events"][said]["finding"]["detection"], "scope-probing", "{claims}");
        }
    }
}

// Keys that sign nothing here.
#[test]
fn l07_another_kind_of_key_is_none() {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
    let der = PrivateKeyDer::from_pem_slice(pair.serialize_pem().as_bytes()).unwrap();
    assert!(EventKey::read(&der).is_none());
}
