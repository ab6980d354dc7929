//! B-12, C-03, X21: WebSockets as a client that none of us wrote opens them (tungstenite), and bytes that no client would send.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::protocol::Role;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, Message, WebSocket};

use crate::fixture::lounge::Evening;

/// Somebody in the room.
struct Guest {
    socket: WebSocket<TcpStream>,
    said: u64,
}

fn connected(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

impl Guest {
    fn of(evening: &Evening, address: SocketAddr, name: &str) -> Self {
        Self::try_of(address, Some(&evening.token(name))).unwrap()
    }

    /// The status of the refusal.
    fn try_of(address: SocketAddr, token: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/room").into_client_request().unwrap();
        if let Some(token) = token {
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert("authorization", value);
        }
        match tungstenite::client(request, connected(address)) {
            Ok((socket, _)) => Ok(Self { socket, said: 0 }),
            Err(tungstenite::HandshakeError::Failure(Error::Http(refused))) => {
                Err(refused.status().as_u16())
            }
            Err(other) => panic!("{other}"),
        }
    }

    fn call(&mut self, method: &str, params: &Value) -> u64 {
        self.said += 1;
        let call = json!({ "jsonrpc": "2.0", "id": self.said, "method": method, "params": params });
        self.socket.send(Message::text(call.to_string())).unwrap();
        self.said
    }

    fn say(&mut self, words: &str) -> Value {
        let id = self.call("say", &json!({ "words": words }));
        let heard = self.until(|frame| frame["id"] == id);
        assert_eq!(heard["jsonrpc"], "2.0");
        heard
    }

    /// The next frame that is so.
    fn until(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            match self.socket.read().unwrap() {
                Message::Text(text) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if is_so(&frame) {
                        return frame;
                    }
                }
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// What is said in the room next.
    fn hears(&mut self) -> (String, String) {
        let event = self.until(|frame| frame["method"] == "event");
        let text = |key: &str| event["params"][key].as_str().unwrap().to_owned();
        (text("by"), text("words"))
    }

    /// The code with which the service ends it. No frame comes before.
    fn closed(&mut self) -> CloseCode {
        loop {
            match self.socket.read().unwrap() {
                Message::Close(Some(frame)) => {
                    assert!(frame.reason.is_empty(), "{frame:?}");
                    return frame.code;
                }
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

fn eventually(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..3000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("never: {what}");
}

fn ends(evening: &Evening) -> Vec<Value> {
    let records = evening.app.audit();
    let ends = records.into_iter().filter(|record| record["event"] == "stream_end");
    ends.map(|record| record["reason"].clone()).collect()
}

#[track_caller]
fn ended_with(evening: &Evening, reason: &str) {
    eventually("it is written down", || !ends(evening).is_empty());
    assert_eq!(ends(evening), [reason]);
}

#[test]
fn b12_guests_talk_and_hear_each_other() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let [mut alice, mut bob] =
        ["alice", "bob"].map(|name| Guest::of(&evening, server.address(), name));
    assert_eq!(alice.say("hello")["result"], Value::Null);
    assert_eq!(bob.hears(), ("alice".to_owned(), "hello".to_owned()));
    assert_eq!(bob.say("good \"evening\"\n")["result"], Value::Null);
    assert_eq!(alice.hears(), ("alice".to_owned(), "hello".to_owned()));
    assert_eq!(alice.hears(), ("bob".to_owned(), "good \"evening\"\n".to_owned()));
}

#[test]
fn x21_nobody_is_let_in_without_a_token_or_a_right() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    assert_eq!(Guest::try_of(server.address(), None).err(), Some(401));
    let other = evening.app.token_for("alice").issue().unwrap();
    assert_eq!(Guest::try_of(server.address(), Some(&other)).err(), Some(403));
    assert_eq!(evening.runs.of("sat"), 0);
}

// RFC 9110 §15.5.22: who may ask there is told how.
#[test]
fn b12_a_request_that_opens_no_socket_is_told_to() {
    let evening = Evening::begin();
    zt::testing::block_on(async {
        let answer = evening.app.with_token(&evening.token("alice")).get("/room").await;
        assert_eq!((answer.status(), answer.header("upgrade")), (426, Some("websocket")));
        assert_eq!(answer.json()["type"], "urn:zt:problem:upgrade-required");
    });
    assert_eq!(evening.app.audit()[0]["reason"], "upgrade_required");
}

// RFC 6455 §7.4.1: 1008, and not a word of why.
#[test]
fn c03_expiry_closes_the_socket_with_1008() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut alice = Guest::of(&evening, server.address(), "alice");
    evening.app.clock().advance(Duration::from_secs(300));
    assert_eq!(alice.closed(), CloseCode::Policy);
    ended_with(&evening, "expired");
}

#[test]
fn c03_revocation_closes_the_socket_and_what_is_being_answered() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut alice = Guest::of(&evening, server.address(), "alice");
    alice.call("think", &json!({}));
    eventually("she thinks", || evening.runs.of("thought") == 1);
    evening.app.revocations().revoke_subject(&evening.app.person("alice")).unwrap();
    assert_eq!(alice.closed(), CloseCode::Policy);
    ended_with(&evening, "subject_revoked");
    let records = evening.app.audit();
    let thought = records.iter().find(|it| it["endpoint"] == "think").unwrap();
    assert_eq!((&thought["outcome"], &thought["reason"]), (&json!("error"), &json!("cancelled")));
}

#[test]
fn b12_each_end_has_its_code() {
    for (words, code, reason) in
        [("goodbye", CloseCode::Normal, "ok"), ("break", CloseCode::Error, "panicked")]
    {
        let evening = Evening::begin();
        let server = evening.app.serve();
        let mut alice = Guest::of(&evening, server.address(), "alice");
        alice.call("say", &json!({ "words": words }));
        let closed = loop {
            match alice.socket.read().unwrap() {
                Message::Close(Some(frame)) => break frame.code,
                Message::Text(_) | Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(closed, code);
        ended_with(&evening, reason);
    }
}

#[test]
fn b12_a_service_that_ends_goes_away() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut alice = Guest::of(&evening, server.address(), "alice");
    let ending = std::thread::spawn(move || drop(server));
    assert_eq!(alice.closed(), CloseCode::Away);
    ending.join().unwrap();
    ended_with(&evening, "shutdown");
}

#[test]
fn b12_a_client_that_goes_away_ends_its_handler() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut alice = Guest::of(&evening, server.address(), "alice");
    alice.socket.close(None).unwrap();
    assert!(matches!(alice.socket.read(), Ok(Message::Close(_))));
    let bob = Guest::of(&evening, server.address(), "bob");
    bob.socket.get_ref().shutdown(Shutdown::Write).unwrap();
    drop(Guest::of(&evening, server.address(), "carol"));
    eventually("all are written down", || ends(&evening) == ["client_gone"; 3]);
}

#[test]
fn b12_pings_are_answered_and_sent() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut alice = Guest::of(&evening, server.address(), "alice");
    alice.socket.send(Message::Ping("are you there?".into())).unwrap();
    assert_eq!(alice.socket.read().unwrap(), Message::Pong("are you there?".into()));
    evening.app.clock().advance(Duration::from_secs(20));
    assert_eq!(alice.socket.read().unwrap(), Message::Ping("".into()));
    assert_eq!(alice.say("I am")["result"], Value::Null);
}

/// A socket by hand: frames with the mask 0, so that they read as they are written.
struct Raw(TcpStream);

impl Raw {
    /// Opened with these bytes behind the handshake.
    fn opened(evening: &Evening, address: SocketAddr, early: &[u8]) -> Self {
        let mut raw = Self(connected(address));
        let head = format!(
            "GET /room HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\nconnection: upgrade\r\n\
             upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            evening.token("alice"),
        );
        raw.0.write_all(&[head.as_bytes(), early].concat()).unwrap();
        let head = raw.head();
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        // The example of RFC 6455 §1.3.
        assert!(head.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), "{head}");
        assert!(!head.contains("transfer-encoding") && !head.contains("content-length"), "{head}");
        raw
    }

    fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).unwrap();
            head.extend_from_slice(&byte);
        }
        String::from_utf8(head).unwrap()
    }

    fn send(&mut self, frames: &[Vec<u8>]) {
        self.0.write_all(&frames.concat()).unwrap();
    }

    /// What comes, as the client of somebody else's reads it.
    fn guest(self) -> Guest {
        Guest { socket: WebSocket::from_raw_socket(self.0, Role::Client, None), said: 0 }
    }
}

/// RFC 6455 §5.2: first byte, payload.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = match payload.len() {
        short @ 0..126 => vec![0x80 | u8::try_from(short).unwrap()],
        long => [&[0x80 | 126][..], &u16::try_from(long).unwrap().to_be_bytes()].concat(),
    };
    [&[first][..], &length, &[0; 4], payload].concat()
}

const TEXT: u8 = 0x81;

fn call(words: &str) -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "say", "params": { "words": words } }).to_string()
}

// X21: the first frame before the gate has answered is heard behind its answer, and by nobody where that is no.
#[test]
fn x21_what_is_said_before_the_door_opens_waits() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let early = frame(TEXT, call("early").as_bytes());
    let mut alice = Raw::opened(&evening, server.address(), &early).guest();
    assert_eq!(alice.hears().1, "early");
    let mut refused = connected(server.address());
    let head = "GET /room HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    refused.write_all(&[head.as_bytes(), &early].concat()).unwrap();
    let mut answer = String::new();
    refused.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 ") && answer.matches("HTTP/1.1").count() == 1);
    assert_eq!(evening.runs.of("said"), 1);
}

#[test]
fn b12_a_text_in_several_frames_is_one_message() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut raw = Raw::opened(&evening, server.address(), b"");
    let text = call("in pieces").into_bytes();
    let (first, rest) = text.split_at(10);
    let (second, last) = rest.split_at(20);
    let ping = frame(0x89, b"between");
    raw.send(&[frame(0x01, first), frame(0x00, second), ping, frame(0x80, last)]);
    let mut alice = raw.guest();
    assert_eq!(alice.socket.read().unwrap(), Message::Pong("between".into()));
    assert_eq!(alice.hears().1, "in pieces");
}

// X22, X23: each with the code of RFC 6455 §7.4.1, and nothing of it runs.
#[test]
fn x21_frames_that_are_none_end_the_socket() {
    let long = call(&"x".repeat(5000)).into_bytes();
    let unmasked = [&[TEXT, 5][..], b"hello"].concat();
    let huge = [&[TEXT, 0x80 | 127][..], &(1_u64 << 40).to_be_bytes(), &[0; 8 * 1024]].concat();
    let pieces: Vec<Vec<u8>> = std::iter::once(frame(0x01, &[b' '; 2000]))
        .chain((0..4).map(|_| frame(0x00, &[b' '; 2000])))
        .collect();
    for (what, frames, code, reason) in [
        ("unmasked", vec![unmasked], CloseCode::Protocol, "socket_no_frame"),
        ("binary", vec![frame(0x82, b"{}")], CloseCode::Unsupported, "socket_binary"),
        ("binary in pieces", vec![frame(0x02, b"{}")], CloseCode::Unsupported, "socket_binary"),
        ("no UTF-8", vec![frame(TEXT, b"\"\xff\"")], CloseCode::Invalid, "socket_no_text"),
        ("reserved bits", vec![frame(0xc1, b"{}")], CloseCode::Protocol, "socket_no_frame"),
        ("a reserved opcode", vec![frame(0x83, b"{}")], CloseCode::Protocol, "socket_no_frame"),
        ("an end of nothing", vec![frame(0x80, b"{}")], CloseCode::Protocol, "socket_no_frame"),
        (
            "a text within a text",
            vec![frame(0x01, b"{"), frame(TEXT, b"}")],
            CloseCode::Protocol,
            "socket_no_frame",
        ),
        ("a long ping", vec![frame(0x89, &[0; 126])], CloseCode::Protocol, "socket_no_frame"),
        ("too long", vec![frame(TEXT, &long)], CloseCode::Size, "socket_text_too_long"),
        ("announced too long", vec![huge], CloseCode::Size, "socket_text_too_long"),
        ("too long in pieces", pieces, CloseCode::Size, "socket_text_too_long"),
    ] {
        let evening = Evening::begin();
        let server = evening.app.serve();
        let mut raw = Raw::opened(&evening, server.address(), b"");
        raw.send(&frames);
        assert_eq!(raw.guest().closed(), code, "{what}");
        ended_with(&evening, reason);
        assert_eq!(evening.runs.of("said"), 0, "{what}");
    }
}

// X23: what follows on an upgrade is never a request.
#[test]
fn x23_a_request_behind_an_open_socket_is_a_broken_frame() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let inner = b"GET /room HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut alice = Raw::opened(&evening, server.address(), inner).guest();
    assert_eq!(alice.closed(), CloseCode::Protocol);
    assert_eq!(evening.app.audit().len(), 2, "its opening and its end");
}

// G-06: messages are taken one after the other; what is sent beyond that waits in the client's own socket.
#[test]
fn g06_messages_that_are_not_answered_are_not_piled_up() {
    let evening = Evening::begin();
    let server = evening.app.serve();
    let mut raw = Raw::opened(&evening, server.address(), b"");
    let think = json!({ "jsonrpc": "2.0", "id": 1, "method": "think" }).to_string();
    raw.send(&[frame(TEXT, think.as_bytes())]);
    eventually("it thinks", || evening.runs.of("thought") == 1);
    raw.0.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let said = frame(TEXT, call(&"x".repeat(1500)).as_bytes()).repeat(100);
    let blocked = (0..1000).map(|_| raw.0.write_all(&said)).find_map(Result::err);
    let kind = blocked.expect("the service takes all").kind();
    assert!(matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{kind}");
    assert_eq!(evening.runs.of("said"), 0);
    evening.app.revocations().revoke_subject(&evening.app.person("alice")).unwrap();
    ended_with(&evening, "subject_revoked");
}
